// What does not agree: from a note to its places and back. Without this module they are anchors.

import { rangeOf } from "./offsets.js";

const body = () => document.querySelector("[data-article-body]");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-note-place]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const range = rangeOf(body(), Number(link.dataset.start), Number(link.dataset.end));
  // The anchor takes the reader there; the words themselves stand out as well.
  if (range && window.CSS?.highlights) CSS.highlights.set("noted", new Highlight(range));
});

// A sign shows while its note is open.
document.addEventListener("htmx:afterSettle", () => {
  const list = document.querySelector("#consistency-notes");
  if (!list) return;
  const open = new Set([...list.querySelectorAll("[data-open-note]")].map((note) => note.dataset.openNote));
  for (const sign of document.querySelectorAll(".note-sign[data-note]")) {
    sign.hidden = !open.has(sign.dataset.note);
  }
});
