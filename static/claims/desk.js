// What every page does: say what happened, send a form from the keyboard, keep the focus.

const notices = () => document.querySelector("#notices");

export const say = (text) => {
  const live = document.querySelector("#live");
  if (live) live.textContent = text;
};

const complain = (text) => {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.textContent = text;
  notices()?.replaceChildren(notice);
};

document.addEventListener("htmx:sendError", () => {
  complain("The desk does not answer. What you typed is still here: try again in a moment.");
});
document.addEventListener("htmx:timeout", () => {
  complain("The desk took too long. What you typed is still here: try again in a moment.");
});
document.addEventListener("htmx:responseError", (event) => {
  const retry = event.detail.xhr.getResponseHeader("Retry-After");
  const when = retry ? ` Try again in ${retry} seconds.` : " Try again, or reload the page.";
  complain(`Something broke on our side; what you typed is still here.${when}`);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  // What keeps itself up to date is nobody's doing, and takes no notice away.
  if (!event.detail.elt.matches("[data-quiet]")) notices()?.replaceChildren();
});

// Ctrl+Enter sends the form one is typing in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const pending = form.querySelector("button[data-pending]");
  if (pending) pending.click();
  else form.requestSubmit();
});

// A swap that takes the focused element away gives the focus to what came in its place.
let focusedRegion = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  focusedRegion = target?.contains(document.activeElement) ? target.id : "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (!focusedRegion || document.activeElement !== document.body) return;
  const region = document.getElementById(focusedRegion);
  const heading = region?.querySelector("[data-focus], h2, h3") ?? region;
  if (heading && !heading.matches("input, textarea")) heading.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  focusedRegion = "";
});

// An open menu closes when one goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.person[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
