// Marks what runs on a page that tests the ways to embed the Evidence Store.
const STORE = new URL(import.meta.url).origin;

const mark = (id, text) => {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
};

mark("evidence-check-script", "A script of the store runs.");
customElements.whenDefined("evidence-search").then(() => mark("evidence-check-component", "The web component runs."));

const site = document.querySelector('script[src^="' + STORE + '"][data-site]')?.dataset.site ?? "";
fetch(`${STORE}/embed/v1/sites/${encodeURIComponent(site)}`, { credentials: "omit", referrerPolicy: "no-referrer" }).then(
  (answer) => mark("evidence-check-preset", answer.ok ? "The store answers this page." : `The store refuses this page (status ${answer.status}).`),
  () => mark("evidence-check-preset", "This page may not ask the store, or the store does not let it."),
);
