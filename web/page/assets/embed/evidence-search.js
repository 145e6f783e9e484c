// <evidence-search site="ID">: the search of the Evidence Store for pages elsewhere.
//
// The form that it holds works before and without this script, and when the store cannot
// be reached. Everything is made by createElement and textContent, so that no text can
// become markup, and a page may enforce Trusted Types and any policy that lists the store
// under script-src and connect-src. What is typed goes to the store alone: never into the
// address, the history or the storage of the page.

const STORE = new URL(import.meta.url).origin;

const PER_PAGE = 5;
const OPEN = 3; // outcomes or findings of a hit that are not folded away
const PATIENCE = 20_000; // milliseconds until a store that is silent cannot be reached
const PAUSE = 150; // milliseconds without a key before suggestions are asked for

// What is longer than this is somebody's story, and a story may hold names. It is sent
// only when the reader asks for the search.
const MOST_CHARACTERS = 40;
const MOST_WORDS = 5;
const LONGEST_QUESTION = 4000;

const PRIVACY = "Do not enter names or case details.";

const FILTERS = {
  outcome: "Outcome", effect: "Overall effectiveness", strength: "Strength of evidence", topic: "Topic",
  population: "Who it is for", setting: "Setting", uk: "UK evidence", status: "Rated or not", age: "Age",
};

// What it means that nothing is held, where the notice itself does not say so.
const MEANINGS = {
  "nothing-held": "No review that this store holds covers it. That is not evidence that nothing helps.",
  "no-eligible-studies": "That is not evidence that nothing helps. It means that research to answer the question was looked for and is missing.",
  "unknown-words": "Check the spelling, or say it in other words. That nothing is found is not evidence that nothing helps.",
};

const KINDS = { review: "Programme", concept: "Subject", question: "Question" };

// The host's colours win over those of the preset, and these over our own. Our own follow
// the colour scheme of the host page; "fixed" colours are of one scheme, and what is not
// set then comes from what is. Text takes no colour but --ink and --accent, whose contrast
// was checked with the preset.
const STYLE = `
:host { display: block; contain: layout style; }
:host([hidden]), [hidden] { display: none !important; }
.all {
  all: initial; color-scheme: inherit; display: block; box-sizing: border-box;
  --p: #fff; --i: #1c2430; --a: #0b5563; --o: #fff;
  --paper: var(--evidence-paper, var(--preset-paper, var(--p)));
  --ink: var(--evidence-ink, var(--preset-ink, var(--i)));
  --accent: var(--evidence-accent, var(--preset-accent, var(--a)));
  --on-accent: var(--evidence-on-accent, var(--preset-on-accent, var(--o)));
  --line: color-mix(in srgb, var(--ink) 30%, var(--paper));
  --sunk: color-mix(in srgb, var(--ink) 4%, var(--paper));
  --radius: var(--evidence-radius, 4px);
  background: var(--paper); color: var(--ink);
  font: medium/1.5 var(--evidence-font, system-ui, "Segoe UI", Roboto, Arial, sans-serif);
  overflow-wrap: anywhere;
}
.all > :not(:empty) { padding: 1em; }
@supports (color: light-dark(red, red)) {
  .all { --p: light-dark(#fff, #14181f); --i: light-dark(#1c2430, #e8e6e1); --a: light-dark(#0b5563, #7cc7d6); --o: light-dark(#fff, #10222a); }
}
.all.fixed { color-scheme: light; --a: var(--ink); --o: var(--paper); }
:host([font="inherit"]) .all { font-family: inherit; font-size: inherit; }
*, ::before, ::after { box-sizing: border-box; }
h2, h3, h4, h5, h6 { font-size: 1.05em; line-height: 1.3; margin: 1em 0 .3em; }
.heading { font-size: 1.4em; margin-top: 0; }
.title { font-size: 1.2em; }
p, ul, ol, dl { margin: 0 0 .6em; max-width: 44em; }
ul, ol { list-style: none; padding: 0; }
dl.ratings { display: flex; flex-wrap: wrap; gap: .2em 2em; }
dt { font-weight: bold; }
dd { margin: 0; }
a { color: var(--accent); text-underline-offset: .15em; }
.title a, .way { display: inline-block; padding: .15em 0; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
[tabindex="-1"]:focus { outline: none; }
label { display: block; font-weight: bold; }
.ask { display: flex; flex-wrap: wrap; gap: .5em; position: relative; max-width: 44em; }
.box { position: relative; flex: 1 1 14em; min-width: 0; }
input, button { font: inherit; min-height: 2.75em; border: 2px solid var(--ink); border-radius: var(--radius); max-width: 100%; }
input { width: 100%; background: var(--paper); color: inherit; padding: .3em .6em; appearance: none; }
button { background: var(--accent); color: var(--on-accent); border-color: var(--accent); padding: .3em 1.1em; font-weight: bold; cursor: pointer; }
button:hover { text-decoration: underline; }
.plain, .chip { background: var(--paper); color: var(--accent); }
.chips { display: flex; flex-wrap: wrap; gap: .4em; }
.plain { margin: .4em 0; }
.chip { margin: 0; min-height: 2em; padding: .1em .8em; border-width: 1px; border-radius: 1.2em; font-weight: normal; text-align: start; }
.list { position: absolute; z-index: 1; inset: 100% 0 auto; margin: .2em 0 0; background: var(--paper); border: 2px solid var(--ink); border-radius: var(--radius); }
.list li { display: flex; justify-content: space-between; gap: 1em; padding: .5em .7em; cursor: pointer; }
.list [aria-selected="true"] { background: var(--accent); color: var(--on-accent); outline: 2px solid transparent; outline-offset: -2px; }
.count { font-weight: bold; margin-top: .8em; }
.notice, .warning, .newer, .local { border-inline-start: 4px solid var(--ink); background: var(--sunk); padding: .4em .8em; margin-bottom: .6em; max-width: 44em; }
.local { border: 2px dashed var(--accent); background: var(--paper); }
:is(.notice, .local) > :last-child { margin-bottom: 0; }
.hit { border-top: 1px solid var(--line); padding-bottom: .4em; }
.outcome, .finding { border-inline-start: 1px solid var(--line); padding-inline-start: .8em; margin-bottom: .8em; }
.outcome > :first-child { margin-top: 0; }
.symbol { font-weight: bold; }
summary { cursor: pointer; min-height: 1.6em; padding: .2em 0; color: var(--accent); width: fit-content; }
.judgement { border-top: 1px solid var(--line); margin-top: 1em; padding-top: .6em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .list [aria-selected="true"] { outline-color: Highlight; } }
`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

// make is an element. Attributes and children that are empty are left out.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

const unseen = (text) => make("span", { class: "unseen" }, text);

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;
const programmes = (n) => (n === 0 ? "no programmes" : count(n, "programme", "programmes"));
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const quoted = (words) => words.map((word) => `“${word}”`);
const unique = (values) => [...new Set(values)];

function joined(names) {
  const said = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return said.length > 1 ? `${said.slice(0, -1).join(", ")} and ${said.at(-1)}` : said.join("");
}

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

function month(date) {
  return /^\d{4}-\d{2}$/.test(date) ? MONTH.format(new Date(`${date}-01T00:00:00Z`)) : date;
}

// A Refusal is an answer that is none. Its status is 0 where nothing came back that this
// page may read.
class Refusal extends Error {
  constructor(status, detail, wait) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.wait = wait; // seconds
  }

  get words() {
    if (this.status === 429 || this.status === 503) {
      const when = this.wait > 0 ? `in ${count(this.wait, "second", "seconds")}` : "shortly";
      return `The Evidence Store is busy. Please try again ${when}.`;
    }
    if (this.detail) return this.detail;
    if (this.status === 0) return "The Evidence Store cannot be reached from this page.";
    return "The Evidence Store could not answer. Please try again.";
  }
}

// ask gets an answer, without anything that tells one reader or page from another. A
// search is posted, so that the question stands in no address that a proxy would note.
async function ask(path, { query, signal, posted = false } = {}) {
  const url = new URL(path, STORE);
  const options = { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), signal].filter(Boolean)) };
  if (posted) Object.assign(options, { method: "POST", body: query, cache: "no-store" });
  else if (query) url.search = query;
  try {
    const response = await fetch(url, options);
    if (response.ok) return await response.json();
    throw await refusal(response);
  } catch (problem) {
    signal?.throwIfAborted(); // nobody waits for it any more
    throw problem instanceof Refusal ? problem : new Refusal(0);
  }
}

// said is what to tell of a problem, also of one that should not have come about.
const said = (problem) => (problem instanceof Refusal ? problem : new Refusal(500)).words;

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const faults = (problem.errors ?? []).map((fault) => fault.detail);
  return new Refusal(response.status, [problem.detail, ...faults].filter(Boolean).join(" "), Number(response.headers.get("Retry-After") ?? NaN));
}

// The words of the scales are the same for all elements of a page.
let scales = null;
function ratings() {
  scales ??= ask("/api/v1/ratings").catch((problem) => {
    scales = null; // the next search tries again
    throw problem;
  });
  return scales;
}

// A Teller shows programmes: what stands beside a rating everywhere, stands beside it here.
class Teller {
  constructor(words, level, site, link) {
    this.words = words; // of /api/v1/ratings
    this.level = level; // of the headings of hits
    this.site = site; // in words
    this.link = link; // makes a link to a programme
  }

  heading(below, attributes, ...children) {
    return make(`h${Math.min(this.level + below, 6)}`, attributes, ...children);
  }

  label(levels, id) {
    return levels?.find((level) => level.id === id)?.label ?? id;
  }

  hit(hit, deeper = 0) {
    return make("li", { part: "hit", class: "hit" },
      this.heading(deeper, { class: "title", part: "title" }, this.link(hit)),
      make("p", {}, hit.summary),
      ...this.evidence(hit, deeper + 1),
      this.local(hit.local));
  }

  // evidence is everything that must be seen before and beside the ratings.
  evidence(hit, below, full = false) {
    return [
      make("p", {}, make("strong", {}, `${this.label(this.words.states, hit.status)}.`), ` ${hit.statement}`),
      mixed(hit.outcomes) && make("p", {}, make("strong", {}, "Mixed picture:"), " some outcomes were rated better than in the comparison, others were not."),
      this.warning("", hit.worse_result),
      this.warning("Caution.", hit.caution),
      ...this.outcomes(hit, below, full),
      ...this.findings(hit, full),
      this.newer(this.newerElsewhere(hit)),
      this.meta(hit),
      hit.missing?.length > 0 && make("p", {}, `Does not mention ${joined(quoted(hit.missing))}.`),
    ];
  }

  warning(lead, text) {
    return text && make("p", { class: "warning" }, lead && make("strong", {}, lead), lead && " ", text);
  }

  newer(text) {
    return text && make("p", { class: "newer" }, text);
  }

  // outcomes are all rated outcomes, the matching ones first where some are folded away.
  outcomes(hit, below, full) {
    const sorted = hit.outcomes.length > OPEN ? [...hit.outcomes].sort((a, b) => b.matches - a.matches) : hit.outcomes;
    const open = full ? sorted.length : OPEN;
    const rest = sorted.slice(open);
    const show = (outcome) => this.outcome(hit, outcome, below, full);
    return [
      ...sorted.slice(0, open).map(show),
      rest.length > 0 && make("details", {}, make("summary", {}, foldedOutcomes(rest)), ...rest.map(show)),
    ];
  }

  outcome(hit, outcome, below, full) {
    const to = month(outcome.evidence_to || hit.evidence_to);
    const { effect, strength, details, uk, lines } = this.words;
    const level = outcome.detail ? details?.find((one) => one.id === outcome.detail) : find(effect, outcome.effect);
    return make("div", { class: "outcome" },
      this.heading(below, {}, outcome.name),
      make("dl", { class: "ratings", part: "rating" },
        rating(effect?.label ?? FILTERS.effect, level, outcome.effect_label),
        rating(strength?.label ?? FILTERS.strength, find(strength, outcome.strength), outcome.strength_label)),
      make("p", {}, `Better means: ${outcome.better}. Compared with: ${outcome.compared_with}.`),
      make("p", {}, outcome.certainty),
      outcome.worse && this.warning("Includes a worse result.", outcome.worse_note || lines?.worse),
      this.newer(outcome.newer),
      full && outcome.finding && make("p", {}, outcome.finding),
      full && outcome.figures && make("p", {}, `Figures: ${outcome.figures}${outcome.figures_from ? ` (${outcome.figures_from})` : ""}`),
      make("p", {}, [to && `Evidence to ${to}`, this.label(uk, outcome.uk), full && outcome.rated_by && `Rated by ${outcome.rated_by}`].filter(Boolean).join(" · ")));
  }

  // findings of research carry no rating, so beside ratings they are folded away.
  findings(hit, full) {
    const open = full ? hit.findings.length : hit.outcomes.length > 0 ? 0 : OPEN;
    const rest = hit.findings.slice(open);
    const more = open > 0 ? "more " : "";
    const worse = rest.some((finding) => finding.worse) ? ", with a worse result" : "";
    return [
      ...hit.findings.slice(0, open).map(found),
      rest.length > 0 && make("details", {},
        make("summary", {}, `${count(rest.length, `${more}finding`, `${more}findings`)} of research without a rating${worse}`),
        ...rest.map(found)),
    ];
  }

  // The lines on later evidence that no rated outcome carries.
  newerElsewhere(hit) {
    const rated = hit.outcomes.flatMap((outcome) => outcome.domains);
    return unique(hit.later.filter((later) => !later.domains?.some((domain) => rated.includes(domain))).map((later) => later.line)).join(" ");
  }

  meta(hit) {
    const verified = hit.verified || (hit.outcomes.length > 0 ? "The ratings were not read on the rating body’s own page." : "Not verified on the rating body’s own page.");
    const told = [hit.evidence_to && `evidence to ${month(hit.evidence_to)}`, this.label(this.words.uk, hit.uk), verified !== true && verified];
    return make("p", {}, `This programme: ${told.filter(Boolean).join(" · ")}`);
  }

  // local is what the site says. It is no evidence and must not look like it.
  local(local) {
    const line = (label, text) => text && make("p", {}, make("strong", {}, `${label}:`), ` ${text}`);
    return local && make("div", { class: "local", part: "local" },
      make("p", {}, make("strong", {}, local.available ? "Available here" : "Not available here")),
      line("How to refer", local.refer), line("Contact", local.contact), line("Note", local.note),
      make("p", {}, `This is what ${this.site} says. It is not from the reviews and is not evidence.`));
  }

  // review is a compact view of one programme.
  review(doc, lens) {
    return [
      ...(doc.in_brief?.length > 0 ? doc.in_brief : [doc.summary]).map((text) => make("p", {}, text)),
      ...this.evidence(doc, 1, true),
      this.local(doc.local),
      doc.later.length > 0 && this.heading(1, {}, "Later evidence"),
      ...doc.later.map((later) => make("div", { class: "finding" },
        make("p", {}, later.finding, later.figures && ` ${later.figures}`),
        make("p", {}, [later.line, later.citation, later.country].filter(Boolean).join(" · ")))),
      this.heading(1, {}, lens === "lead" ? "For service leads" : "For practice"),
      this.facts(doc, lens),
    ];
  }

  facts(doc, lens) {
    const { lists, uk } = this.words;
    const named = (list, ids) => (ids ?? []).map((id) => this.label(list, id)).join(", ");
    const all = lens === "lead"
      ? { "Evidence from the UK": [this.label(uk, doc.uk), doc.uk_note].filter(Boolean).join(". "), Cost: doc.cost, "What it takes to deliver": doc.delivery, "Gaps that reviewers named": doc.gaps.map((gap) => gap.question).join(" ") }
      : { "Who it is for": named(lists?.populations, doc.population), Ages: doc.age?.join(" to "), Where: named(lists?.settings, doc.settings), "How it is delivered": doc.delivery, "Who provides it": doc.provider, Contacts: doc.contacts.map(({ name, role }) => [name, role].filter(Boolean).join(", ")).join("; ") };
    const missing = Object.keys(all).filter((name) => !all[name]);
    if (missing.length > 0) all["Not reported in the reviews we hold"] = missing.join(", ");
    return make("dl", { class: "facts" }, Object.entries(all).filter(([, text]) => text).flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));
  }
}

const find = (scale, id) => scale?.levels?.find((level) => level.id === id);

function rating(name, level, label) {
  return make("div", {}, make("dt", {}, name),
    make("dd", {}, level?.symbol && make("span", { class: "symbol", "aria-hidden": "true" }, level.symbol, " "), label));
}

function mixed(outcomes) {
  const better = outcomes.map(({ effect }) => effect.endsWith("-positive"));
  return better.includes(true) && better.includes(false);
}

// foldedOutcomes says what the outcomes that are folded away were rated, so that no worse
// one is hidden.
function foldedOutcomes(rest) {
  const labels = unique(rest.map((outcome) => outcome.effect_label));
  const each = labels.map((label) => `${rest.filter((outcome) => outcome.effect_label === label).length} “${label}”`);
  const worse = rest.some((outcome) => outcome.worse) ? ", with a worse result" : "";
  return `${count(rest.length, "more rated outcome", "more rated outcomes")}: ${each.join(", ")}${worse}`;
}

function found(finding) {
  const meta = ["Not a rating", finding.figures, finding.country && `Country: ${finding.country}`, finding.research];
  return make("div", { class: "finding" },
    make("p", {}, make("strong", {}, `${finding.name}.`), ` ${finding.text}`),
    finding.worse && make("p", { class: "warning" }, make("strong", {}, "Includes a worse result.")),
    make("p", {}, meta.filter(Boolean).join(" · ")));
}

// summed says how many programmes there are, and on what: never that all are on something
// that some of them lack, and never by the words that were typed.
function summed(answer, asked) {
  const { concepts = [], dropped = [], notice } = answer.interpretation ?? {};
  if (answer.total === 0) return nothing(concepts, notice);
  const all = programmes(answer.total);
  if (concepts.length === 0) {
    if (asked.q) return `${all} with words of your question`;
    return asked.filters.length > 0 || answer.total === 1 ? all : `All ${all}`;
  }
  const lacking = [...dropped, ...answer.hits.flatMap((hit) => hit.missing)];
  const held = concepts.filter((concept) => ![concept.label, ...concept.words].some((word) => lacking.includes(word)));
  if (held.length === 0 || (held.length < concepts.length && concepts.length > 3)) return `${all} on parts of this question`;
  return `${all} on ${joined(held.map((concept) => concept.label))}`;
}

function nothing(concepts, notice) {
  if (!notice) return "No programmes are held";
  if (notice.kind === "filtered") return "No programme passes these filters";
  if (notice.kind === "no-words") return "Nothing to look for";
  const vain = concepts.filter(({ documents, kind }) => documents === 0 && (kind === "problem" || kind === "programme"));
  if (vain.length > 0) return `Nothing held on ${joined(vain.map((concept) => concept.label))}`;
  return notice.kind === "unknown-words" && concepts.length === 0 ? "Nothing held on these words" : "Nothing held that answers this question";
}

// notices are what a reader should know of an answer. Where nothing is held, the summary
// says what the first one would begin with.
function notices(answer) {
  const { notice, notes = [], concepts = [] } = answer.interpretation ?? {};
  const elsewhere = concepts.some((concept) => concept.kind === "elsewhere");
  return [notice, ...notes].filter(Boolean).map((one, i) => {
    const first = answer.total === 0 && i === 0;
    const meaning = first && !elsewhere && !one.text.includes("nothing helps") && MEANINGS[one.kind];
    return make("div", { class: "notice", part: "notice" },
      make("p", {}, one.text), meaning && make("p", {}, meaning));
  });
}

function filterLabel(answer, name, value) {
  const field = name.replace(/_min$/, "");
  const values = answer.facets?.find((facet) => facet.field === field)?.values;
  const label = values?.find((one) => one.value === value)?.label ?? value;
  const least = name === field ? "" : field === "effect" ? " or better" : " or stronger";
  return `${FILTERS[field] ?? field}: ${label}${least}`;
}

// Suggestions while somebody types are an extra: where anything goes wrong they stay
// silent. They are an editable combobox with a list: the focus never leaves the box.
class Suggestions {
  #input;
  #site;
  #chosen;
  #signal;
  #list = make("ul", { id: "suggestions", class: "list", role: "listbox", "aria-label": "Suggestions", hidden: true });
  #status = make("p", { class: "unseen", role: "status" });
  #found = [];
  #active = -1; // which suggestion is meant, or -1 for the box itself
  #timer;
  #request = new AbortController();

  constructor(input, site, chosen, signal) {
    this.#input = input;
    this.#site = site;
    this.#chosen = chosen;
    this.#signal = signal;
    // A search field must not have the role of a combobox; a text field may.
    const roles = { type: "text", enterkeyhint: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.after(this.#list, this.#status);
    this.#listen();
  }

  #listen() {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#signal });
    on(this.#input, "input", (event) => this.#typed(event));
    on(this.#input, "keydown", (event) => this.#key(event));
    on(this.#input, "blur", () => this.stop());
    // Without this a press would take the focus from the box, which closes the list.
    on(this.#list, "mousedown", (event) => event.preventDefault());
    on(this.#list, "click", (event) => {
      const option = event.target.closest("li");
      if (option) this.#choose([...this.#list.children].indexOf(option));
    });
    this.#signal.addEventListener("abort", () => this.stop(), { once: true });
  }

  // stop forgets what was found: the text is another, or the reader has moved on.
  stop() {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#found = [];
    this.#close();
  }

  #typed(event) {
    this.stop();
    // What was pasted or dropped was not written for us to complete.
    if (event.isComposing || /^insertFrom(Paste|Drop)/.test(event.inputType)) return;
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const text = this.#input.value.trim();
    if ((text.match(/[\p{L}\p{N}]/gu) ?? []).length < 2 || [...text].length > MOST_CHARACTERS || text.split(/\s+/).length > MOST_WORDS) return;
    const { signal } = (this.#request = new AbortController());
    try {
      const query = new URLSearchParams({ q: text, limit: 8, site: this.#site });
      const { suggestions } = await ask("/api/v1/suggest", { query, signal });
      if (!signal.aborted && this.#input.getRootNode().activeElement === this.#input) this.#show(suggestions);
    } catch {
      // Offline, busy, or typed on in the meantime: the box works all the same.
    }
  }

  #show(suggestions) {
    this.#found = suggestions.filter(({ kind }) => kind in KINDS);
    this.#list.replaceChildren(...this.#found.map(({ text, kind }, i) =>
      make("li", { id: `suggestion-${i}`, role: "option" }, make("span", {}, text), " ", make("span", {}, KINDS[kind]))));
    this.#open();
  }

  #open() {
    if (this.#found.length === 0) return;
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#point(-1);
    this.#status.textContent = count(this.#found.length, "suggestion", "suggestions");
  }

  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#point(-1);
    this.#status.textContent = "";
  }

  #point(to) {
    this.#active = to;
    [...this.#list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    if (to < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `suggestion-${to}`);
    this.#list.children[to]?.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.#list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#arrow(event, open);
    else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // or some browsers leave full screen
      this.#close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) this.#point(-1);
  }

  #arrow(event, open) {
    const down = event.key === "ArrowDown";
    const last = this.#found.length - 1;
    event.preventDefault();
    if (!open) {
      if (last < 0) return down ? this.#ask() : undefined;
      this.#open();
      return this.#point(down ? 0 : last);
    }
    const next = this.#active + (down ? 1 : -1);
    this.#point(next > last ? 0 : next < 0 ? last : next);
  }

  #choose(i) {
    const suggestion = this.#found[i];
    this.stop();
    this.#input.value = suggestion.text;
    this.#chosen(suggestion);
  }
}

class EvidenceSearch extends HTMLElement {
  static observedAttributes = ["site", "lens"];

  #life = null; // aborted when the element leaves the page
  #search = new AbortController(); // aborted when another search begins
  #preset = {};
  #asked = null; // what was asked for last: never shown outside the shadow root
  #answer = null; // the latest answer to it
  #teller = null; // in the words that came with it
  #shown = 0; // how many hits are shown
  #removed = new Map(); // labels by id of concepts
  #suggestions = null;

  #all;
  #alert;
  #plain;
  #own;
  #input;
  #report;
  #reading;
  #results;
  #view;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#stop();
    this.#life = null;
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#life || before === after) return; // not yet in the page, or nothing new
    if (name === "lens") this.#relink();
    else this.#restart();
  }

  #restart() {
    this.#stop();
    this.#life = new AbortController();
    return this.#start();
  }

  // stop ends everything that is under way. What the host page put in stays seen.
  #stop() {
    this.#life?.abort();
    this.#search.abort();
    this.#suggestions = this.#asked = this.#answer = null;
    this.removeAttribute("data-state");
    this.shadowRoot.replaceChildren(make("slot"));
  }

  get #site() {
    return this.getAttribute("site") ?? "";
  }

  get #lens() {
    const lens = this.getAttribute("lens");
    return ["practice", "lead"].includes(lens) ? lens : (this.#preset.lens ?? "practice");
  }

  get #level() {
    const level = Number(this.getAttribute("heading-level"));
    return [2, 3, 4].includes(level) ? level : 2;
  }

  #on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.#life.signal });
    return target;
  }

  #button(label, does, attributes = {}) {
    return this.#on(make("button", { type: "button", part: "button", class: "plain", ...attributes }, label), "click", does);
  }

  // start shows the plain form, and our own once the preset is there.
  async #start() {
    const { signal } = this.#life;
    this.#skeleton();
    try {
      if (!this.#site) throw new Refusal(400, "<evidence-search> needs the attribute site: ask whoever runs the Evidence Store for its value.");
      this.#preset = await ask(`/embed/v1/sites/${encodeURIComponent(this.#site)}`, { signal });
      this.#dress();
      this.#build();
      this.#ready();
      this.dispatchEvent(new CustomEvent("evidence-ready", { bubbles: true, composed: true }));
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem, () => this.#restart());
    }
  }

  // skeleton has the regions in which things are announced from the beginning, since
  // screen readers pass over what comes with its region.
  #skeleton() {
    this.shadowRoot.adoptedStyleSheets = [sheet];
    this.#alert = make("div", { role: "alert" });
    this.#plain = make("slot");
    this.#own = make("div", { hidden: true });
    this.#all = make("div", { class: "all", lang: "en-GB", dir: "ltr" }, this.#alert, this.#own);
    this.shadowRoot.replaceChildren(this.#all, this.#plain); // which looks as the host page has it
  }

  // dress puts the colours of the preset beneath those of the host page.
  #dress() {
    const names = { paper: "paper", ink: "ink", accent: "accent", on_accent: "on-accent" };
    const own = new CSSStyleSheet();
    const { style } = own.cssRules[own.insertRule(":host {}")];
    let fixed = false;
    for (const [key, name] of Object.entries(names)) {
      const colour = this.#preset.colours?.[key];
      if (/^#[0-9a-f]{6}$/i.test(colour ?? "")) style.setProperty(`--preset-${name}`, colour);
      fixed ||= Boolean(style.getPropertyValue(`--preset-${name}`) || getComputedStyle(this).getPropertyValue(`--evidence-${name}`).trim());
    }
    this.#all.classList.toggle("fixed", fixed);
    this.shadowRoot.adoptedStyleSheets = [sheet, own];
  }

  #build() {
    const heading = this.#preset.heading || "Search the Evidence Store";
    const { judgement, whose } = this.#preset.lines ?? {};
    const others = [...document.querySelectorAll("evidence-search")].indexOf(this);
    this.#report = make("div", { role: "status" });
    this.#reading = make("div", {});
    this.#results = make("div", {});
    this.#view = make("div", { hidden: true });
    this.#own.replaceChildren(
      make(`h${this.#level}`, { class: "heading", lang: this.#preset.language || undefined }, heading),
      make("search", { "aria-label": others > 0 ? `${heading} (${others + 1})` : heading }, this.#form()),
      this.#report, this.#reading, this.#results, this.#view,
      make("div", { class: "judgement" }, make("p", {}, judgement), whose && make("p", {}, whose)));
    if (this.#preset.suggestions) {
      this.#suggestions = new Suggestions(this.#input, this.#site, ({ kind, id, text }) => this.#askFor(kind === "concept" ? { concept: [id] } : { q: text }), this.#life.signal);
    }
  }

  #form() {
    this.#input = make("input", { id: "q", type: "search", part: "input", maxlength: LONGEST_QUESTION, autocomplete: "off", "aria-describedby": "hint" });
    const form = make("form", { part: "form" },
      make("label", { for: "q" }, "Ask in your own words"),
      make("p", { id: "hint" }, this.#preset.privacy || PRIVACY),
      make("div", { class: "ask" }, make("div", { class: "box" }, this.#input), make("button", { part: "button" }, "Search")));
    return this.#on(form, "submit", (event) => {
      event.preventDefault();
      this.#suggestions?.stop();
      this.#askFor({ q: this.#input.value.trim() });
    });
  }

  // ready shows our own form. What somebody began to type in the plain one comes along.
  #ready() {
    const typed = this.querySelector("input[name=q]");
    if (typed?.value && !this.#input.value && !this.#plain.hidden) this.#input.value = typed.value;
    const active = this.getRootNode().activeElement;
    const focused = active !== this && this.contains(active);
    this.#alert.replaceChildren();
    this.#own.hidden = false;
    this.#plain.hidden = true;
    this.setAttribute("data-state", "ready");
    if (focused) this.#input.focus();
  }

  #fail(problem, again) {
    const focused = this.shadowRoot.activeElement;
    this.#own.hidden = true;
    this.#plain.hidden = false;
    this.setAttribute("data-state", "failed");
    this.#alarm(said(problem), again,
      make("p", {}, "You can ask in the store itself: ", this.#link("the Evidence Store", "/search", [], true)));
    if (focused) this.#alert.querySelector("button")?.focus();
  }

  #alarm(words, again, ...more) {
    const button = this.#button("Try again", async () => {
      await again();
      // The button is gone by now, and the focus with it, unless it failed again.
      if (!this.#own.hidden && document.activeElement === document.body) this.#input.focus();
    });
    this.#alert.replaceChildren(make("div", { class: "notice", part: "notice" }, make("p", {}, words), ...more, button));
  }

  // askFor begins a new question, under all filters of the preset.
  #askFor(question) {
    this.#removed.clear();
    const filters = (this.#preset.filters ?? []).map(([name, value]) => [name, String(value)]);
    return this.#find({ q: "", concept: [], without: [], verbatim: false, available: false, filters, ...question });
  }

  // change asks the same with something else. What was pressed for it is gone afterwards,
  // so the focus goes to what came of it.
  async #change(change) {
    await this.#find({ ...this.#asked, ...change });
    this.#report.querySelector(".count")?.focus();
  }

  #query(page) {
    const { q, concept, without, verbatim, filters, available } = this.#asked;
    const query = new URLSearchParams(filters);
    if (q) query.set("q", q);
    for (const id of concept) query.append("concept", id);
    for (const id of without) query.append("without", id);
    if (verbatim) query.set("verbatim", "true");
    query.set("page", page);
    query.set("per_page", PER_PAGE);
    if (available) query.set("available", "true");
    return query;
  }

  // fetched is a page of hits, or nothing where another search came in between or the
  // store refuses: then it says so.
  async #fetched(page, again) {
    this.#search.abort();
    this.#search = new AbortController();
    const signal = AbortSignal.any([this.#life.signal, this.#search.signal]);
    this.#own.setAttribute("aria-busy", "true");
    try {
      const [answer, words] = await Promise.all([ask(`/api/v1/search?site=${encodeURIComponent(this.#site)}`, { query: this.#query(page), signal, posted: true }), ratings()]);
      signal.throwIfAborted();
      this.#ready();
      this.#answer = answer;
      this.#teller = new Teller(words, this.#level + 1, this.#preset.name || "this site", (hit) => this.#title(hit));
      return answer;
    } catch (problem) {
      if (signal.aborted) return null;
      if (problem.status === 0 || problem.status === 403) this.#fail(problem, again);
      else this.#alarm(said(problem), again);
      return null;
    } finally {
      if (!signal.aborted) this.#own.removeAttribute("aria-busy");
    }
  }

  async #find(asked) {
    this.#asked = asked;
    this.#clear();
    this.#report.replaceChildren(make("p", { class: "count" }, "Searching…"));
    const answer = await this.#fetched(1, () => this.#find(asked));
    if (answer) this.#tell(answer, () => this.#find(asked));
    else if (this.#asked === asked && this.#report.textContent === "Searching…") this.#report.replaceChildren();
  }

  #clear() {
    for (const part of [this.#report, this.#reading, this.#results, this.#view]) part.replaceChildren();
    this.#turn(false);
  }

  // tell shows an answer, or says that it could not be read: a proxy may have changed it.
  #tell(answer, again) {
    try {
      this.#show(answer);
    } catch (problem) {
      this.#clear();
      this.#alarm(said(problem), again);
    }
  }

  #show(answer) {
    this.#report.replaceChildren(make("p", { class: "count", tabindex: "-1" }, summed(answer, this.#asked)), ...notices(answer));
    this.#reading.replaceChildren(...this.#read(answer), ...this.#presets(answer));
    this.#shown = answer.hits.length;
    const list = make("ol", { role: "list" }, answer.hits.map((hit) => this.#teller.hit(hit)));
    this.#results.replaceChildren(...[answer.hits.length > 0 && list, this.#more(list), ...this.#nearest(answer), this.#everything(answer)].filter(Boolean));
  }

  // read says how the question was read, with a way to take back each part of it.
  #read(answer) {
    const { concepts = [], corrections = [] } = answer.interpretation ?? {};
    const { q, concept, without, verbatim } = this.#asked;
    for (const { id, label } of concepts) this.#removed.set(id, label);
    const chips = concepts.map(({ id, label }) => this.#chip(capital(label), ", remove", () =>
      this.#change({ concept: concept.filter((one) => one !== id), without: q && !concept.includes(id) ? [...without, id] : without })));
    const back = without.map((id) => this.#chip(`Put back: ${this.#removed.get(id) ?? id}`, "", () => this.#change({ without: without.filter((one) => one !== id) })));
    return [
      ...this.#chips("We looked for:", chips),
      ...this.#chips("Removed:", back),
      ...corrections.map(({ from, to }) => make("p", {}, `We read “${from}” as “${to}”.`)),
      corrections.length > 0 && this.#button("Search for the words as typed", () => this.#change({ verbatim: true })),
      verbatim && this.#button("Correct the spelling", () => this.#change({ verbatim: false })),
    ].filter(Boolean);
  }

  // presets are the filters that the site begins with, which a reader may take away, and
  // the one for what it says is available, which a reader may set.
  #presets(answer) {
    const { filters, available } = this.#asked;
    const gives = answer.interpretation?.notice?.filters ?? []; // where the filters take everything away
    const all = answer.total === 0 && filters.length > 1 && this.#button("Remove all filters", () => this.#change({ filters: [] }));
    const chips = filters.map(([name, value], i) => {
      const total = gives.find(({ parameter }) => parameter === name || `${parameter}_min` === name)?.total;
      const then = total === undefined ? "" : ` (${programmes(total)} without it)`;
      return this.#chip(`Preset filter: ${filterLabel(answer, name, value)}${then}`, ", remove", () => this.#change({ filters: filters.toSpliced(i, 1) }));
    });
    if (available) chips.push(this.#chip("Only what is available here", ", remove", () => this.#change({ available: false })));
    else if (answer.hits.some((hit) => hit.local?.available)) chips.push(this.#chip("Show only what is available here", "", () => this.#change({ available: true })));
    return [...this.#chips("", chips), all].filter(Boolean);
  }

  #chips(lead, chips) {
    if (chips.length === 0) return [];
    return [lead && make("p", {}, lead), make("ul", { class: "chips", role: "list" }, chips.map((chip) => make("li", {}, chip)))];
  }

  #chip(label, also, does) {
    const sign = also && make("span", { "aria-hidden": "true" }, " ×");
    return this.#button([label, also && unseen(also), sign], does, { class: "chip", part: "chip" });
  }

  // nearest are neighbours of a question on which nothing is held. They do not answer it.
  #nearest(answer) {
    if (answer.nearest.length === 0) return [];
    return [
      make(`h${this.#level + 1}`, {}, "On neighbouring subjects (these do not answer the question)"),
      make("ol", { role: "list" }, answer.nearest.map((hit) => this.#teller.hit(hit, 1))),
    ];
  }

  #more(list) {
    if (this.#shown >= this.#answer.total) return null;
    const told = () => `${this.#shown} of ${programmes(this.#answer.total)} are shown.`;
    const line = make("p", { role: "status" }, told());
    const button = this.#button("More results", async () => {
      const answer = await this.#fetched(Math.floor(this.#shown / PER_PAGE) + 1, () => button.click());
      if (!answer) return;
      const items = answer.hits.map((hit) => this.#teller.hit(hit));
      list.append(...items);
      this.#shown += items.length;
      line.textContent = told();
      if (items.length === 0 || this.#shown >= answer.total) button.remove();
      items[0]?.querySelector("a")?.focus();
    });
    return make("div", { class: "more" }, line, button);
  }

  // everything leads to the same reading in the store: by ids, without the typed words.
  #everything(answer) {
    const ids = (answer.interpretation?.concepts ?? []).map((concept) => ["concept", concept.id]);
    const { q, filters, available } = this.#asked;
    const whole = ids.length > 0 || !q;
    return make("p", {}, this.#link(whole ? "All results and filters in the Evidence Store" : "Search in the Evidence Store", "/search", [...ids, ...filters, ...(available ? [["available", "true"]] : [])], true));
  }

  #link(text, path, query = [], tab = false) {
    const link = make("a", { class: "way", "data-to": `${path}?${new URLSearchParams(query)}` }, text);
    if (tab) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.append(unseen(" (opens in a new tab)"));
    }
    this.#point(link);
    return link;
  }

  #point(link) {
    const to = link.getAttribute("data-to");
    if (!URL.canParse(to, STORE)) return;
    const url = new URL(to, STORE);
    if (url.origin !== STORE) return; // nor is it of any scheme but the store's
    if (this.#site) url.searchParams.set("site", this.#site);
    if (this.#lens !== "practice") url.searchParams.set("lens", this.#lens);
    link.setAttribute("href", url.href);
  }

  #relink() {
    this.shadowRoot.querySelectorAll("a[data-to]").forEach((link) => this.#point(link));
  }

  // title leads to a programme: to its page in a new tab, or to the view of it in here.
  #title(hit) {
    if (this.#preset.open !== "embed") return this.#link(hit.title, hit.url, [], true);
    const link = this.#link(hit.title, hit.url);
    return this.#on(link, "click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.#open(hit, link);
    });
  }

  async #open(hit, from) {
    const signal = AbortSignal.any([this.#life.signal, this.#search.signal]);
    try {
      const doc = await ask(`/api/v1/reviews/${encodeURIComponent(hit.id)}`, { signal });
      const title = make(`h${this.#level + 1}`, { class: "title", part: "title", tabindex: "-1" }, doc.title);
      const back = () => this.#button("Back to the results", () => this.#back(from));
      this.#view.replaceChildren(back(), title, ...this.#teller.review({ ...doc, local: hit.local }, this.#lens).filter(Boolean),
        make("p", {}, this.#link("Read the whole review in the Evidence Store", hit.url, [], true)), back());
      this.#turn(true);
      title.focus();
    } catch (problem) {
      if (signal.aborted) return;
      this.#alarm(said(problem), () => this.#open(hit, from));
      this.#alert.querySelector("button").focus();
    }
  }

  #back(to) {
    this.#turn(false);
    this.#view.replaceChildren();
    to.focus();
  }

  #turn(toView) {
    this.#alert.replaceChildren();
    this.#view.hidden = !toView;
    for (const part of [this.#report, this.#reading, this.#results]) part.hidden = toView;
  }
}

if (!customElements.get("evidence-search")) customElements.define("evidence-search", EvidenceSearch);
