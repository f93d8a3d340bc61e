// Rich text from the clipboard: the field shows its plain text, a hidden one carries the HTML.
// The server reads and cleans it; here it is never made part of the page.

const LONGEST = 2_000_000;

let pasted = null;

const partsOf = (field) => ({
  rich: field.form?.querySelector("[data-paste-rich]"),
  note: field.form?.querySelector("[data-paste-note]"),
});

const keep = (field, html) => {
  const { rich, note } = partsOf(field);
  if (!rich) return;
  rich.value = html;
  if (note) note.hidden = !html;
};

const forget = (field) => {
  pasted = null;
  keep(field, "");
};

document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-paste]")) return;
  const html = event.clipboardData?.getData("text/html") ?? "";
  const isWhole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  // Beside other text it would be a part of the article, so the plain text is taken.
  pasted = isWhole && html && html.length <= LONGEST ? { html, value: null } : null;
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-paste]")) return;
  if (pasted && pasted.value === null && event.inputType === "insertFromPaste") {
    pasted.value = field.value;
    keep(field, pasted.html);
  } else if (!pasted || field.value !== pasted.value) {
    forget(field);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-paste-plain]");
  const field = button?.form?.querySelector("[data-paste]");
  if (!field) return;
  forget(field);
  field.focus();
});
