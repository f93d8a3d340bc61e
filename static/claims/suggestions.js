// What the desk suggests, by key and pointer; and the notes of the copy. All of it is also a link
// or a form.

import { body, isInView, isTyping, page, showCurrent, showPlace } from "./check.js";
import { say } from "./desk.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const panel = () => $("#claim-panel");
const list = () => $("#suggestion-list");
const hint = (id) => $(`[data-article-body] [data-hints~="${id}"]`);

let arriving = false;

const get = (url) => {
  arriving = true;
  htmx.ajax("GET", url.pathname + url.search, { target: "#claim-panel", swap: "outerHTML" });
};

const take = (id) => {
  const url = page();
  url.searchParams.set("suggestion", id);
  get(url);
};

const openList = () => {
  const link = $("#coverage a[data-open-suggestions]");
  if (link) get(new URL(link.href));
  else say("The desk suggests nothing here.");
};

const closeList = () => get(page());

const showHint = (id, { scroll = true } = {}) => {
  for (const mark of $$("mark.hint[data-current]")) mark.removeAttribute("data-current");
  if (!id) return;
  for (const mark of $$(`mark[data-hints~="${id}"]`)) mark.setAttribute("data-current", "");
  const place = hint(id);
  if (scroll && place && !isInView(place)) showPlace(place);
};

// --- The list: one row has the focus, and the keys act on it or on the ticked ones ---

const boxes = () => $$('#suggestion-list input[name="ids"]');
const rowInHand = () => document.activeElement?.closest("#suggestion-list [data-row]");
// Where the focus stood, so that after a decision it is on the row that took its place.
let lastRow = 0;

const stepInList = (by) => {
  const all = boxes();
  const here = all.findIndex((box) => box.closest("[data-row]") === rowInHand());
  const next = all[here < 0 ? 0 : here + by];
  if (next) next.focus();
  else say(by > 0 ? "This is the last item." : "This is the first item.");
};

const decideInList = (decision) => {
  const form = $("[data-suggestions-form]");
  const button = form && $(`button[value="${decision}"]`, form);
  if (!button) return;
  if (!boxes().some((box) => box.checked)) {
    const box = rowInHand() && $("input", rowInHand());
    if (!box) {
      say("Tick at least one item first.");
      return;
    }
    box.checked = true;
  }
  button.click();
};

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("#suggestion-list [data-row]");
  if (!row) return;
  lastRow = Math.max(0, $$("#suggestion-list [data-row]").indexOf(row));
  showHint(row.dataset.row);
});

// --- The one in hand ---

const step = (rel) => {
  const link = $(`#suggestion a[rel="${rel}"]`);
  if (link) take(link.dataset.takeSuggestion);
  else say(rel === "next" ? "This is the last suggestion." : "This is the first suggestion.");
};

const decide = (decision) => $(`[data-suggestion-form] button[value="${decision}"]`)?.click();

// --- What arrives in the panel ---

document.addEventListener("htmx:afterSettle", (event) => {
  const id = event.detail.target?.id;
  if (id === "coverage") {
    showCurrent();
    showHint(panel()?.dataset.suggestion, { scroll: false });
    return;
  }
  if (id !== "claim-panel" && event.detail.elt?.id !== "claim-panel") return;
  showHint(panel()?.dataset.suggestion);
  if (list()) {
    const all = boxes();
    const next = all[Math.min(lastRow, all.length - 1)];
    (next ?? $("#suggestion-list-title")).focus({ preventScroll: !next });
  } else {
    lastRow = 0;
    if (arriving) $("#suggestion-title")?.focus({ preventScroll: true });
  }
  arriving = false;
});

document.addEventListener("suggestions-decided", (event) => say(event.detail.said));

const isPlainPress = (event) =>
  !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

document.addEventListener("click", (event) => {
  if (!isPlainPress(event)) return;
  const link = event.target.closest(
    "a[data-take-suggestion], a[data-open-suggestions], a[data-close-suggestions], a[data-select-all], a[data-use-draft]",
  );
  if (link?.dataset.useDraft && useDraft(link)) {
    event.preventDefault();
    return;
  }
  if (!body()) return;
  if (link && !link.dataset.useDraft) {
    event.preventDefault();
    if (link.dataset.takeSuggestion) take(link.dataset.takeSuggestion);
    else if ("openSuggestions" in link.dataset) openList();
    else if ("closeSuggestions" in link.dataset) closeList();
    else {
      const isFull = boxes().every((box) => box.checked);
      for (const box of boxes()) box.checked = !isFull;
    }
    return;
  }
  const mark = event.target.closest("[data-article-body] mark.hint");
  if (!mark || !document.getSelection().isCollapsed) return;
  // Pressed again, words under several suggestions give the next of them.
  const ids = mark.dataset.hints.split(" ");
  take(ids[(ids.indexOf(panel()?.dataset.suggestion) + 1) % ids.length]);
});

// --- Notes of the copy ---

const useDraft = (link) => {
  const note = link.closest("[data-draft]");
  const details = $("[data-cite]");
  const form = details && $("form", details);
  if (!note || !form) return false;
  form.elements.draft.value = note.dataset.draft;
  form.elements.passage.value = $("[data-draft-text]", note).innerText;
  form.elements.url.value = $("[data-draft-url]", note)?.href ?? "";
  details.open = true;
  form.elements.url.focus();
  // The source is told by the address, as when somebody types it.
  form.elements.url.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
};

// --- Keys ---

const KEYS = {
  g: () => (list() ? closeList() : openList()),
  a: () => (list() ? decideInList("accept") : decide("accept")),
  x: () => (list() ? decideInList("dismiss") : decide("dismiss")),
  j: () => (list() ? stepInList(1) : step("next")),
  k: () => (list() ? stepInList(-1) : step("prev")),
};

// Before the keys of the claims, which j and k are too where neither list nor suggestion is there.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key];
    if (!act || !body() || event.isComposing || isTyping(event.target)) return;
    if ($("dialog[open]")) return;
    if ("jk".includes(event.key) && !list() && !$("#suggestion")) return;
    event.preventDefault();
    if (!event.repeat || "jk".includes(event.key)) act();
  },
  true,
);

showHint(panel()?.dataset.suggestion);
