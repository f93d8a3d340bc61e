// The check page: marks and keys. Everything here is also a link or a form.

import { say } from "./desk.js";
import { openJoin, openSplit } from "./joining.js";
import { selectedSpan } from "./offsets.js";

const LABELS = {
  verified: "Verified",
  disputed: "Disputed",
  unsourced: "Unsourced",
  recheck: "Needs recheck",
  open: "Open",
};
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const body = () => $("[data-article-body]");
// Not what the address bar says: a form that was refused leaves the page under its own.
export const page = () => new URL(body().dataset.page, window.location.href);
const inHand = () => $("#claim-panel")?.dataset.claim ?? null;

// --- Taking a claim in hand ---

let arriving = null;
// The claim that was asked for last: keys count from it, and decide nothing before it is here.
let wanted = inHand();
const isHere = () => !wanted || wanted === inHand();

const openClaim = (id, { scroll = false } = {}) => {
  if (!body()) return;
  arriving = { scroll };
  wanted = String(id);
  const url = page();
  url.searchParams.set("claim", id);
  htmx.ajax("GET", url.pathname + url.search, { target: "#claim-panel", swap: "outerHTML" });
};

export const showCurrent = () => {
  const id = inHand();
  // What was asked for may have been joined to what came: then that is what is here.
  if (!arriving || isHere() || $(`#claim-panel [data-joined="${wanted}"]`)) wanted = id;
  for (const mark of $$("mark[data-lead][data-current]")) mark.removeAttribute("data-current");
  for (const link of $$("a[data-claim][aria-current]")) link.removeAttribute("aria-current");
  if (!id) return;
  for (const mark of $$(`mark[data-claims~="${id}"]`)) mark.setAttribute("data-current", "");
  for (const link of $$(`.tab[data-claim="${id}"], #claim-list a[data-claim="${id}"]`)) {
    link.setAttribute("aria-current", "true");
  }
};

// On a narrow screen the claim in hand lies over the text, and can be folded to read on.
let isFolded = false;
const showFold = () => {
  const panel = $("#claim-panel");
  const button = $("[data-fold]", panel ?? document);
  if (!button) return;
  button.hidden = false;
  button.textContent = isFolded ? "Unfold" : "Fold";
  button.setAttribute("aria-expanded", String(!isFolded));
  panel.toggleAttribute("data-folded", isFolded);
};
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-fold]")) return;
  isFolded = !isFolded;
  showFold();
});

export const isInView = (element) => {
  const box = element.getBoundingClientRect();
  // On a narrow screen the claim in hand lies over the lower part of the text.
  const sheet = $("#claim-panel");
  const isSheet = sheet && window.innerWidth < 992;
  const lower = isSheet ? sheet.getBoundingClientRect().top : window.innerHeight;
  return box.top >= 0 && box.bottom <= Math.min(lower, window.innerHeight);
};

export const showPlace = (place) => {
  const upper = window.innerWidth < 992 ? 0.15 : 0.4;
  const top = place.getBoundingClientRect().top + window.scrollY;
  window.scrollTo({ top: Math.max(0, top - window.innerHeight * upper) });
};

// What was typed about a claim and not sent is there again when one comes back to it.
const drafts = new Map();
document.addEventListener("input", (event) => {
  if (event.target.id === "id_rationale") drafts.set(inHand(), event.target.value);
});
const restoreDraft = () => {
  const field = $("#id_rationale");
  const draft = drafts.get(inHand());
  if (field && draft && !field.value) field.value = draft;
};

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "claim-panel" && event.detail.elt?.id !== "claim-panel") return;
  showCurrent();
  showFold();
  restoreDraft();
  if (!arriving) return;
  const id = inHand();
  const place = id && $(`mark[data-claims~="${id}"]`);
  if (arriving.scroll && place && !isInView(place)) showPlace(place);
  const line = id && $(`#claim-list a[data-claim="${id}"]`);
  const list = line?.closest("#claim-list");
  if (list && list.scrollHeight > list.clientHeight) {
    list.scrollTop = line.offsetTop - list.clientHeight / 2;
  }
  $("#claim-title")?.focus({ preventScroll: true });
  for (const region of $$("#claim-panel, .side")) region.scrollTop = 0;
  arriving = null;
});

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-claim]");
  if (link && body()) {
    event.preventDefault();
    openClaim(link.dataset.claim, { scroll: !link.classList.contains("tab") });
    return;
  }
  const mark = event.target.closest("[data-article-body] mark[data-lead]");
  if (!mark || !document.getSelection().isCollapsed) return;
  // Pressed again, words under several claims give the next of them.
  const claims = mark.dataset.claims.split(" ");
  openClaim(claims[(claims.indexOf(inHand()) + 1) % claims.length]);
});

// --- A claim was decided: its marks turn ---

document.addEventListener("claim-rated", (event) => {
  const { claim, state } = event.detail;
  for (const link of $$(`a[data-claim="${claim}"][data-state]`)) {
    link.dataset.state = state;
    const word = $(".state", link);
    if (word) word.textContent = LABELS[state];
    if (link.ariaLabel) link.ariaLabel = link.ariaLabel.replace(/, .*$/, `, ${LABELS[state]}`);
  }
  for (const mark of $$(`mark[data-lead="${claim}"]`)) mark.dataset.state = state;
  for (const shape of $$(`[data-shape="${claim}"]`)) shape.dataset.state = state;
  if ($("#verdict-panel [data-refusal]")) return;
  drafts.delete(String(claim));
  say(`Claim decided: ${LABELS[state]}.`);
  // The keys are live again: out of the field that the decision was typed in.
  const title = $("#claim-title");
  if ($("#verdict-panel")?.contains(document.activeElement)) title?.focus({ preventScroll: true });
});

// --- Selecting words ---

const showSelection = () => {
  const form = $("[data-mention-form]");
  if (!form || form.contains(document.activeElement)) return;
  const span = selectedSpan(body());
  form.hidden = !span;
  if (!span) return;
  form.elements.start.value = span.start;
  form.elements.end.value = span.end;
  form.elements.exact.value = span.exact;
  form.elements.revision.value = body().dataset.revision;
  const shown = span.exact.length > 160 ? `${span.exact.slice(0, 160)}…` : span.exact;
  $("[data-selected]", form).textContent = shown;
};

let settling = 0;
document.addEventListener("selectionchange", () => {
  window.clearTimeout(settling);
  settling = window.setTimeout(showSelection, 80);
});

const sendSelection = (selector) => {
  showSelection();
  const form = $("[data-mention-form]");
  const button = form && !form.hidden && $(selector, form);
  if (!button) return false;
  button.click();
  document.getSelection().removeAllRanges();
  return true;
};

// --- Keys ---

const lines = () => $$("#claim-list a[data-claim]");

const step = (by) => {
  const all = lines();
  const here = all.findIndex((line) => line.dataset.claim === wanted);
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (next) openClaim(next.dataset.claim, { scroll: true });
  else say(by > 0 ? "This is the last claim." : "This is the first claim.");
};

const stillHolds = () => $("[data-confirm-form] button")?.click();

// Of a claim that asks for a recheck `n` says "decide again"; from there on it leads to the next.
let decidedAgain = null;
const decideAgain = () => {
  const rationale = $("[data-verdict-form]")?.elements.rationale;
  if (!$("[data-recheck]") || !rationale || decidedAgain === inHand()) return false;
  decidedAgain = inHand();
  rationale.focus();
  say("Decide again: write why, or leave the field with Esc and press v, d or u.");
  return true;
};

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-decide-again]")) return;
  event.preventDefault();
  decidedAgain = null;
  decideAgain();
});

const nextOpen = () => {
  const all = lines();
  const here = all.findIndex((line) => line.dataset.claim === wanted);
  const around = [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))];
  const next = around.find((line) => ["open", "recheck"].includes(line.dataset.state));
  if (next) openClaim(next.dataset.claim, { scroll: true });
  else say("No other claim is open.");
};

const decide = (rating) => {
  const form = $("[data-verdict-form]");
  const button = form && $(`button[value="${rating}"]`, form);
  if (!button || button.disabled) return;
  const rationale = form.elements.rationale;
  if (rating === "verified" || rationale.value.trim()) {
    button.click(); // htmx sends the value of a button that was clicked, not of one submitted
    return;
  }
  // The other two need a reason first; Ctrl+Enter then sends them.
  for (const other of $$("button[data-pending]", form)) other.removeAttribute("data-pending");
  button.setAttribute("data-pending", "");
  $("[data-verdict-help]", form).textContent =
    rating === "disputed"
      ? "Disputed: say what is wrong, then press Ctrl+Enter."
      : "Unsourced: say where you looked, then press Ctrl+Enter.";
  rationale.focus();
};

const cite = () => {
  const details = $("[data-cite]");
  if (!details) return;
  details.open = true;
  $("#id_url", details).focus();
};

const typeWords = () => {
  if (!body()) return;
  arriving = null;
  const url = page();
  if (inHand()) url.searchParams.set("claim", inHand());
  url.searchParams.set("words", "0");
  htmx.ajax("GET", url.pathname + url.search, { target: "#claim-panel", swap: "outerHTML" }).then(
    () => $("#id_exact")?.focus(),
  );
};

document.addEventListener("click", (event) => {
  if (!event.target.closest("a[data-words]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  typeWords();
});

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => decideAgain() || nextOpen(),
  y: stillHolds,
  v: () => decide("verified"),
  d: () => decide("disputed"),
  u: () => decide("unsourced"),
  c: cite,
  s: openSplit,
  o: openJoin,
  w: typeWords,
  m: () => sendSelection("[data-add-mention]"),
  "?": () => $("#keys")?.showModal(),
};

export const isTyping = (element) =>
  element.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if ($("dialog[open]")) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    else document.getSelection().removeAllRanges();
    return;
  }
  if (isTyping(event.target) || event.isComposing) return;
  if (event.key === "Enter") {
    if (event.target.closest("a, button, summary")) return;
    if (sendSelection("[data-new-claim]")) event.preventDefault();
    return;
  }
  const act = KEYS[event.key];
  if (!act || event.repeat) return;
  event.preventDefault();
  if (!isHere() && "vducmyso".includes(event.key)) return;
  act();
});

showCurrent();
showFold();
const opened = inHand() && $(`[data-article-body] mark[data-claims~="${inHand()}"]`);
if (opened && !isInView(opened)) showPlace(opened);
