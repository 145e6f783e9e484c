// Tells the page that frames this one how high it is, if that page is one of those that
// the store was told of. A frame of fixed height does without it.
(() => {
  const TYPE = "evidence-store-height";
  const listed = document.querySelector('meta[name="evidence-origins"]')?.content.split(" ") ?? [];
  if (window.parent === window) return;

  // Some browsers say who frames a page. Elsewhere each origin is addressed, and the
  // browser delivers to the one that it is. Nothing is ever addressed to everybody.
  const framer = location.ancestorOrigins?.[0];
  const named = listed.filter((origin) => origin.includes("://"));
  let targets = named;
  if (framer) targets = named.includes(framer) || listed.includes("*") ? [framer] : [];

  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    for (const target of targets) window.parent.postMessage({ type: TYPE, height }, target);
  };
  new ResizeObserver(tell).observe(document.documentElement);
  window.addEventListener("message", (event) => {
    if (event.source === window.parent && targets.includes(event.origin) && event.data?.type === `${TYPE}-wanted`) tell();
  });
})();
