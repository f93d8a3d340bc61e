// From what is selected in the browser to a place in the text.
// The browser counts UTF-16 units; the server counts code points. Converted here, and only here.

const codePoints = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

const textNodes = (block) => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, {
    acceptNode: (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.hasAttribute("data-x") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    },
  });
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
};

// Returns {start, end, exact} of the selection inside `body`, white space at its edges left out,
// or null where nothing of the text is selected.
export const selectedSpan = (body) => {
  const selection = document.getSelection();
  if (!body || !selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(body)) return null;
  let start = null;
  let end = null;
  const words = [];
  for (const block of body.querySelectorAll("[data-start]")) {
    if (!range.intersectsNode(block)) continue;
    let position = Number(block.dataset.start);
    let picked = "";
    for (const node of textNodes(block)) {
      const text = node.data;
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : text.length;
      if (from < to && range.intersectsNode(node)) {
        start ??= position + codePoints(text.slice(0, from));
        end = position + codePoints(text.slice(0, to));
        picked += text.slice(from, to);
      }
      position += codePoints(text);
    }
    if (picked) words.push(picked);
  }
  if (start === null) return null;
  const exact = words.join("\n\n");
  const trimmed = exact.trim();
  if (!trimmed) return null;
  return {
    start: start + codePoints(exact) - codePoints(exact.trimStart()),
    end: end - (codePoints(exact) - codePoints(exact.trimEnd())),
    exact: trimmed,
  };
};

// Returns the range of the text inside `body` from code point `start` to `end`, or null where
// there is none.
export const rangeOf = (body, start, end) => {
  const range = document.createRange();
  let isBegun = false;
  let isEnded = false;
  for (const block of body?.querySelectorAll("[data-start]") ?? []) {
    let position = Number(block.dataset.start);
    for (const node of textNodes(block)) {
      const points = [...node.data];
      const unit = (offset) => points.slice(0, offset - position).join("").length;
      const last = position + points.length;
      if (!isBegun && start < last && end > position) {
        range.setStart(node, unit(Math.max(start, position)));
        isBegun = true;
      }
      if (isBegun && end > position) {
        range.setEnd(node, unit(Math.min(end, last)));
        isEnded = true;
      }
      position = last;
      if (position >= end) return isEnded ? range : null;
    }
  }
  return isEnded ? range : null;
};
