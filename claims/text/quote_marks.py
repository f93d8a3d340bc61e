"""Where quoted passages stand: a reader of quotation marks, whatever their form.

Typesetters, wire services and word processors write the same quotation in many ways: curly,
straight, doubled single marks, guillemets, low marks, mixtures of those, marks that open again
with every paragraph and close once, marks that are missing. This module pairs them; who speaks
is the topic of `speakers`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["QuotedSpan", "read_quoted_spans", "split_passages"]

_MARK = re.compile(r"''|``|,,|‘‘|’’|[\"“”„‟＂«»‹›「」『』‘’‚‛'′″]")
_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n(?=\s*[•●▪◦*–—-]\s)|(?<=[.!?:”\"])[^\S\n]*\n(?=\s*\S)")
_SENTENCE_STOP = re.compile(r"[.!?…](?=\s|$)")
# What stands before a paragraph's own opening mark: bullets, and the name in a transcript.
_LEAD = re.compile(r"\s*(?:[•●▪◦*–—-]\s*)?(?:[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,4}:\s*)?")
_ELISION = re.compile(
    r"(?:em|til|tis|twas|cause|cuz|bout|round|ere|n|s|d|ll|re|ve|t|\d\ds?)\b", re.I
)

_DOUBLE, _SINGLE, _ANGLE, _CORNER = "double", "single", "angle", "corner"
_FORM = {
    "''": (_DOUBLE, "either"),
    "``": (_DOUBLE, "open"),
    ",,": (_DOUBLE, "open"),
    "‘‘": (_DOUBLE, "open"),
    "’’": (_DOUBLE, "close"),
    '"': (_DOUBLE, "either"),
    "＂": (_DOUBLE, "either"),
    "″": (_DOUBLE, "either"),
    "“": (_DOUBLE, "curly"),
    "”": (_DOUBLE, "curled"),
    "„": (_DOUBLE, "open"),
    "‟": (_DOUBLE, "either"),
    "«": (_ANGLE, "either"),
    "»": (_ANGLE, "either"),
    "‹": (_ANGLE, "either"),
    "›": (_ANGLE, "either"),
    "「": (_CORNER, "open"),
    "」": (_CORNER, "close"),
    "『": (_CORNER, "open"),
    "』": (_CORNER, "close"),
    "‘": (_SINGLE, "open"),
    "’": (_SINGLE, "either"),
    "‚": (_SINGLE, "open"),
    "‛": (_SINGLE, "open"),
    "'": (_SINGLE, "either"),
    "′": (_SINGLE, "either"),
}
_MAX_DEPTH = 8
_PASSAGE_MARKS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A passage in quotation marks.

    Attributes:
        start, end: code points, the marks included where they exist.
        words_start, words_end: the same without the marks.
        depth: 0 for a quotation of its own, 1 for one inside another, and so on.
        is_closed: false where the mark that should end it is missing.
        continues: it carries on a quotation that the paragraph before left open.
    """

    start: int
    end: int
    words_start: int
    words_end: int
    depth: int
    is_closed: bool
    continues: bool


@dataclass(slots=True)
class _Open:
    start: int
    words_start: int
    family: str
    mark: str
    at_head: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str
    family: str
    role: str  # "open", "close" or "either"


def split_passages(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of `text` as `(start, end)`, without surrounding white space.

    A blank line ends a paragraph; so does a line break before a bullet or after the end of a
    sentence. Other line breaks are taken for wrapping.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _BREAK.finditer(text):
        _append_trimmed(text, start, found.start(), spans)
        start = found.end()
    _append_trimmed(text, start, len(text), spans)
    return spans


def read_quoted_spans(text: str) -> list[QuotedSpan]:
    """Return every quoted passage of `text`, in reading order, outer before inner."""
    if _MARK.search(text) is None:
        return []
    spans: list[QuotedSpan] = []
    is_open = False
    passages = split_passages(text)
    for index, (start, end) in enumerate(passages):
        following = passages[index + 1] if index + 1 < len(passages) else None
        reader = _PassageReader(text, start, end, following, carried=is_open)
        spans.extend(reader.read())
        is_open = reader.leaves_open
    spans.sort(key=lambda span: (span.start, -span.end))
    return spans


def _append_trimmed(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


class _PassageReader:
    """Pairs the marks of one paragraph; `leaves_open` says whether a quotation runs on."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        following: tuple[int, int] | None,
        *,
        carried: bool,
    ) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._following = following
        self._carried = carried
        self._stack: list[_Open] = []
        self._spans: list[QuotedSpan] = []
        lead = _LEAD.match(text, start, end)
        self._head = lead.end() if lead else start
        self._single_closers: list[int] = []
        self._closers_left = 0
        self._openers_left = 0
        self.leaves_open = False

    def read(self) -> list[QuotedSpan]:
        marks = list(self._marks())
        self._closers_left = sum(m.family == _DOUBLE and m.role == "close" for m in marks)
        self._openers_left = sum(m.family == _DOUBLE and m.role == "open" for m in marks)
        self._single_closers = [
            m.start for m in marks if m.family == _SINGLE and self._ends_single(m)
        ]
        for mark in marks:
            self._count_down(mark)
            self._take(mark)
        self._finish()
        return self._spans

    def _marks(self) -> Iterator[_Mark]:
        text = self._text
        for number, found in enumerate(_MARK.finditer(text, self._start, self._end)):
            if number >= _PASSAGE_MARKS_MAX:
                return
            mark = found.group()
            start, end = found.span()
            before = text[start - 1] if start > self._start else " "
            after = text[end] if end < self._end else " "
            if mark in ("''", "’’") and before.isalnum() and after.isalnum():
                continue
            family, form = _FORM[mark]
            if family == _SINGLE and before.isalnum() and after.isalnum():
                continue  # an apostrophe
            if mark in ("′", "″") and before.isdigit() and not self._stack:
                continue  # feet, inches, minutes of arc
            if family == _SINGLE and form == "open" and _ELISION.match(text, end):
                closes_later = text.find("’", end, min(end + 12, self._end))
                if closes_later < 0:
                    continue
            yield _Mark(start, end, mark, family, self._role(form, mark, before, after))

    def _role(self, form: str, mark: str, before: str, after: str) -> str:
        if form in ("open", "close"):
            return form
        opens = (before.isspace() or before in "([{—–-/:“‘\"'«=") and not after.isspace()
        closes = not before.isspace() and (after.isspace() or not after.isalnum())
        if form == "curly":
            # German closes with the mark that English opens with; a slip may do so too.
            return "close" if closes and not opens and after != "“" else "open"
        if form == "curled":
            slipped = before.isspace() and (after.isalnum() or after.isspace())
            return "open" if slipped and not self._stack else "close"
        if opens and not closes:
            return "open"
        if closes and not opens:
            return "close"
        return "either"

    def _ends_single(self, mark: _Mark) -> bool:
        before = self._text[mark.start - 1] if mark.start > self._start else " "
        return mark.role != "open" and not before.isspace()

    def _count_down(self, mark: _Mark) -> None:
        if mark.family != _DOUBLE:
            return
        if mark.role == "close":
            self._closers_left -= 1
        elif mark.role == "open":
            self._openers_left -= 1

    def _take(self, mark: _Mark) -> None:
        if mark.family == _SINGLE:
            self._take_single(mark)
            return
        depth = self._depth_of(mark.family)
        if mark.role == "close" or (mark.role == "either" and depth >= 0):
            self._close(mark, depth)
        elif self._is_inch(mark):
            return
        else:
            self._open_wide(mark, depth)

    def _is_inch(self, mark: _Mark) -> bool:
        before = self._text[mark.start - 1] if mark.start > self._start else " "
        return not self._stack and before.isdigit() and mark.text == '"' and mark.role != "open"

    def _depth_of(self, family: str) -> int:
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth].family == family:
                return depth
        return -1

    def _open_wide(self, mark: _Mark, depth: int) -> None:
        if depth >= 0 and mark.family == _DOUBLE and not self._nests(mark, depth):
            self._abandon(depth, mark.start)
        if len(self._stack) < _MAX_DEPTH:
            head = mark.start <= self._head
            self._stack.append(_Open(mark.start, mark.end, mark.family, mark.text, head))

    def _nests(self, mark: _Mark, depth: int) -> bool:
        """Whether an opening mark inside an open quotation starts an inner one."""
        outer = self._stack[depth]
        if outer.mark != mark.text and outer.mark in '"“' and mark.text in '"“':
            return True
        if outer.at_head and self._next_opens():
            return True
        return self._closers_left - self._openers_left >= 2

    def _next_opens(self) -> bool:
        if self._following is None:
            return False
        start, end = self._following
        lead = _LEAD.match(self._text, start, end)
        found = _MARK.match(self._text, lead.end() if lead else start, end)
        return bool(found and _FORM[found.group()][0] != _SINGLE)

    def _abandon(self, depth: int, before: int) -> None:
        """End what was left open where the next quotation begins or, sooner, its sentence ends."""
        opened = self._stack[depth]
        stop = _SENTENCE_STOP.search(self._text, opened.words_start, before)
        end = stop.end() if stop else before
        while end > opened.words_start and self._text[end - 1].isspace():
            end -= 1
        del self._stack[depth:]
        if stop or opened.at_head:
            self._add(opened, end, end, is_closed=False)

    def _close(self, mark: _Mark, depth: int) -> None:
        if depth < 0:
            if self._carried and not self._spans and not self._stack:
                opened = _Open(self._start, self._start, mark.family, "", True)
                self._add(opened, mark.start, mark.end, is_closed=True, continues=True)
                self._carried = False
            return
        opened = self._stack[depth]
        del self._stack[depth:]
        self._add(opened, mark.start, mark.end, is_closed=True)

    def _take_single(self, mark: _Mark) -> None:
        depth = self._depth_of(_SINGLE)
        if depth == len(self._stack) - 1 and depth >= 0:
            if mark.role != "open" and self._closes_single(mark):
                self._close(mark, depth)
            return
        if mark.role == "open" and self._opens_single(mark) and len(self._stack) < _MAX_DEPTH:
            head = mark.start <= self._head
            self._stack.append(_Open(mark.start, mark.end, _SINGLE, mark.text, head))

    def _opens_single(self, mark: _Mark) -> bool:
        index = bisect_right(self._single_closers, mark.end)
        if index == len(self._single_closers):
            return mark.text == "‘" and mark.start <= self._head
        if mark.text == "‘":
            return True
        if mark.text != "'" or _ELISION.match(self._text, mark.end):
            return False
        after = self._text[mark.end : mark.end + 1]
        return after.isalnum() or after in ("…", "$", "£", "€")

    def _closes_single(self, mark: _Mark) -> bool:
        if not self._ends_single(mark):
            return False
        text = self._text
        before, after = text[mark.start - 1], text[mark.end : mark.end + 2]
        if before in "sSzx" and re.match(r"\s[a-z]", after):
            # "the workers' rights": the possessive, if a better mark still follows.
            index = bisect_right(self._single_closers, mark.start)
            return index == len(self._single_closers)
        return True

    def _finish(self) -> None:
        if not self._stack:
            return
        opened = self._stack[0]
        self._stack.clear()
        if opened.family == _SINGLE and not opened.at_head:
            return  # an apostrophe that looked like a mark
        end = self._end
        if opened.at_head or self._next_opens() or self._introduced(opened.start):
            self.leaves_open = opened.family != _SINGLE
        else:
            stop = _SENTENCE_STOP.search(self._text, opened.words_start, self._end)
            end = stop.end() if stop else self._end
        if end > opened.words_start:
            self._add(opened, end, end, is_closed=False)

    def _introduced(self, start: int) -> bool:
        return self._text[max(self._start, start - 2) : start].strip()[-1:] in (":", ",")

    def _add(
        self, opened: _Open, words_end: int, end: int, *, is_closed: bool, continues: bool = False
    ) -> None:
        if not self._text[opened.words_start : words_end].strip():
            return
        carried = continues or (self._carried and opened.at_head)
        self._spans.append(
            QuotedSpan(
                opened.start,
                end,
                opened.words_start,
                words_end,
                len(self._stack),
                is_closed,
                carried,
            )
        )
