// Joining claims and splitting them: what the keys open, and where the focus goes then.

import { say } from "./desk.js";

const $ = (selector) => document.querySelector(selector);

export const openSplit = () => {
  const details = $("[data-split]");
  if (!details) {
    if ($("#joining")) say("This claim has one place; there is nothing to split off.");
    return;
  }
  details.open = true;
  details.querySelector("[type=checkbox]").focus();
};

export const openJoin = () => {
  const details = $("[data-join]");
  if (!details) return;
  const choice = details.querySelector("select");
  details.open = true; // asks for the choices the first time; they take the focus when they come
  if (choice) choice.focus();
  else details.querySelector("summary").focus();
};

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id !== "claim-join" && event.detail.target?.id !== "claim-join") return;
  const details = $("[data-join]");
  const active = document.activeElement;
  if (!details?.open || (active !== document.body && !details.contains(active))) return;
  details.querySelector("select")?.focus();
});

document.addEventListener("claims-rearranged", (event) => {
  say(event.detail.said);
  $("#claim-title")?.focus({ preventScroll: true });
});
