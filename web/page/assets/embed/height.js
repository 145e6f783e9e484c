// Gives each frame of the Evidence Store on this page the height of what it shows:
//
//   <script type="module" src="https://store/embed/v1/height.js"></script>
//
// Only messages of the store itself are heard, and only from frames of this page.
const STORE = new URL(import.meta.url).origin;
const TYPE = "evidence-store-height";
const LEAST = 200;
const MOST = 20_000;

window.addEventListener("message", (event) => {
  if (event.origin !== STORE || event.data?.type !== TYPE || !Number.isFinite(event.data.height)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === event.source) {
      frame.style.height = `${Math.min(Math.max(Math.ceil(event.data.height), LEAST), MOST)}px`;
    }
  }
});

// A frame that was there before this script has told its height to nobody. One that is
// sandboxed is of no origin and cannot be asked.
const ask = () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const mute = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
    if (frame.src.startsWith(`${STORE}/embed`) && !mute) frame.contentWindow?.postMessage({ type: `${TYPE}-wanted` }, STORE);
  }
};
if (document.readyState === "complete") ask();
else window.addEventListener("load", ask);
