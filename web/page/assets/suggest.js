// Suggestions under a question box while somebody types. An enhancement only: the form
// works without it, and where anything goes wrong it stays silent. The pattern is the
// editable combobox with list autocomplete of the ARIA Authoring Practices: the focus
// never leaves the box, aria-activedescendant says which suggestion is meant.

const KINDS = { review: "Programme", concept: "Subject", question: "Question" };
const PAUSE = 150; // milliseconds without a key before anything is sent
const SHOWN = 8;

// What is longer than this is somebody's story, and a story may hold names. It is
// sent only when the reader asks for the search.
const MOST_CHARACTERS = 40;
const MOST_WORDS = 5;

function worthAsking(text) {
  const letters = text.match(/[\p{L}\p{N}]/gu) ?? [];
  return letters.length >= 2 && [...text].length <= MOST_CHARACTERS && text.split(/\s+/).length <= MOST_WORDS;
}

// Everything is made by createElement and textContent, so that no text from the store
// can become markup and the page can forbid the rest.
function make(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

class Suggestions {
  #input;
  #list = make("ul", "suggest-list");
  #status = make("p", "visually-hidden");
  #found = [];
  #active = -1; // which suggestion is meant, or -1 for the box itself
  #timer;
  #request = new AbortController();

  constructor(input, number) {
    this.#input = input;
    this.#list.id = `suggestions-${number}`;
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Suggestions");
    this.#status.setAttribute("role", "status");

    // A search field must not have the role of a combobox; a text field may.
    input.type = "text";
    input.enterKeyHint = "search";
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.#list.id,
    })) input.setAttribute(name, value);

    // The list lies over the page, so that nothing moves when it opens.
    input.parentElement.classList.add("suggest-box");
    input.parentElement.append(this.#list);
    input.form.append(this.#status);

    input.addEventListener("input", (event) => this.#typed(event));
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#stop());
    input.form.addEventListener("submit", () => this.#stop());
    // Without this a press would take the focus from the box, which closes the list.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose([...this.#list.children].indexOf(option));
    });
  }

  #typed(event) {
    this.#stop();
    // What was pasted or dropped was not written for us to complete.
    if (/^insertFrom(Paste|Drop)/.test(event.inputType)) return;
    if (event.isComposing) return;
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const text = this.#input.value.trim();
    if (!worthAsking(text)) return;
    const { signal } = (this.#request = new AbortController());
    try {
      const query = new URLSearchParams({ q: text, limit: SHOWN });
      const { site } = this.#input.form.elements;
      if (site) query.set("site", site.value); // whose account it goes on
      const answer = await fetch(`${this.#input.dataset.suggest}?${query}`, { signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (!signal.aborted && document.activeElement === this.#input) this.#show(suggestions);
    } catch {
      // Offline, busy, or typed on in the meantime: the box works all the same.
    }
  }

  #show(suggestions) {
    this.#found = suggestions.filter((s) => s.kind in KINDS).slice(0, SHOWN);
    this.#list.replaceChildren(...this.#found.map((suggestion, i) => {
      const option = make("li", "suggest-option");
      option.id = `${this.#list.id}-${i}`;
      option.setAttribute("role", "option");
      option.append(make("span", "suggest-text", suggestion.text), " ", make("span", "suggest-kind", KINDS[suggestion.kind]));
      return option;
    }));
    this.#open();
  }

  #open() {
    const count = this.#found.length;
    if (count === 0) return;
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#point(-1);
    this.#status.textContent = count === 1 ? "1 suggestion" : `${count} suggestions`;
  }

  // close keeps what was found, so that an arrow key can bring it back.
  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#point(-1);
    this.#status.textContent = "";
  }

  // stop also forgets: the text is another, or the reader has moved on.
  #stop() {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#found = [];
    this.#close();
  }

  #point(to) {
    this.#active = to;
    [...this.#list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    if (to < 0) {
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    const option = this.#list.children[to];
    this.#input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.#list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        this.#arrow(event, open);
        break;
      case "Enter":
        if (this.#active >= 0) {
          event.preventDefault();
          this.#choose(this.#active);
        }
        break;
      case "Escape":
        if (open) {
          event.preventDefault(); // or some browsers leave full screen
          this.#close();
        }
        break;
      case "Tab":
        this.#stop();
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        this.#point(-1); // back to the text, where the browser moves the cursor
    }
  }

  #arrow(event, open) {
    const down = event.key === "ArrowDown";
    const last = this.#found.length - 1;
    event.preventDefault();
    if (open && event.altKey) {
      if (!down) this.#close();
    } else if (open) {
      const next = this.#active + (down ? 1 : -1);
      this.#point(next > last ? 0 : next < 0 ? last : next);
    } else if (last >= 0) {
      this.#open();
      if (!event.altKey) this.#point(down ? 0 : last);
    } else if (down) {
      this.#ask();
    }
  }

  #choose(i) {
    const { kind, id, text } = this.#found[i];
    this.#stop();
    if (kind === "question") {
      this.#input.value = text;
      this.#input.form.requestSubmit();
      return;
    }
    location.assign(kind === "concept" ? this.#toConcept(id) : this.#toReview(id));
  }

  // A concept takes the place of the words; all else that the form sends goes along.
  #toConcept(id) {
    const query = new URLSearchParams(new FormData(this.#input.form));
    query.delete("q");
    query.set("concept", id);
    return `${this.#action}?${query}`;
  }

  // In a frame only pages under the address of its form can be shown.
  #toReview(id) {
    const framed = this.#action === "/search" ? "" : this.#action;
    const query = new URLSearchParams(this.#view());
    return `${framed}/reviews/${encodeURIComponent(id)}${query.size > 0 ? `?${query}` : ""}`;
  }

  get #action() {
    return new URL(this.#input.form.action).pathname;
  }

  // How the page is looked at, as every link carries it on.
  #view() {
    const { site, lens } = this.#input.form.elements;
    return Object.entries({ site, lens }).filter(([, field]) => field).map(([name, field]) => [name, field.value]);
  }
}

document.querySelectorAll("input[data-suggest]").forEach((input, i) => new Suggestions(input, i + 1));
