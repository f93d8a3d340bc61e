"""Cut a text into sentences.

Rules, not a model: the same text gives the same sentences on every machine,
and a wrong cut can be explained. They are tuned to be right for news prose in
English, German and French, and harmless for other scripts. Two things matter
more than elegance: a paragraph break always ends a sentence, and the running
time is linear in the length of the text, whatever is in it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from claims.text.fact_words import OPENING_WORDS, word_set

__all__ = ["Span", "split_sentences"]


class Span(NamedTuple):
    """A stretch of a text in Unicode code points: `start` included, `end` excluded."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text` in reading order.

    A heading, a caption or a list item is a sentence of its own. Spans carry no
    white space at their edges, do not overlap, and together cover every
    character of the text that is not white space.

    Args:
        text: any text; paragraphs are parted by a blank line. A single line
            break ends a sentence too, unless the lines look hard-wrapped.

    Returns:
        Spans in Unicode code points.
    """
    sentences: list[Span] = []
    for start, end in _pieces(text):
        at = start
        for cut in _cuts(text, start, end):
            _append_trimmed(sentences, text, at, cut)
            at = cut
        _append_trimmed(sentences, text, at, end)
    return sentences


def _append_trimmed(sentences: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if start < end:
        sentences.append(Span(start, end))


# --- Paragraphs and lines ---------------------------------------------------------------------

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LIST_MARK = re.compile(r"(?:[•‣◦▪●○■–—*·-]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")
_WORD = re.compile(r"\S+")

# Lines broken by hand by a mail program or an editor are between these lengths; a line longer
# than that is a paragraph, and a shorter one is an address, a verse, a table or a list.
_WRAP_MIN, _WRAP_MAX = 45, 120


def _pieces(text: str) -> list[Span]:
    """Cut at paragraph breaks, and at single line breaks unless the lines are hard-wrapped."""
    pieces: list[Span] = []
    paragraph: list[Span] = []
    at = 0
    for found in [*_LINE_BREAK.finditer(text), None]:
        stop = found.start() if found else len(text)
        line = text[at:stop]
        if line.strip():
            paragraph.append(Span(at, stop))
        if paragraph and (found is None or not line.strip() or found.group() in "\f\u2029"):
            pieces.extend(_join_wrapped(text, paragraph))
            paragraph = []
        at = found.end() if found else stop
    return pieces


def _join_wrapped(text: str, lines: list[Span]) -> list[Span]:
    if len(lines) < 2 or not _is_hard_wrapped(text, lines):
        return lines
    return [Span(lines[0].start, lines[-1].end)]


def _is_hard_wrapped(text: str, lines: list[Span]) -> bool:
    stripped = [text[start:end].strip() for start, end in lines]
    width = max(map(len, stripped))
    if not _WRAP_MIN <= width <= _WRAP_MAX or any(map(_LIST_MARK.match, stripped)):
        return False
    if len(lines) == 2 and not stripped[1][0].islower():
        return False
    # A program that wraps puts a word on the next line only if it did not fit on this one.
    return all(
        len(line) + 1 + _first_word_length(after) > width for line, after in pairwise(stripped)
    )


def _first_word_length(line: str) -> int:
    word = _WORD.match(line)
    return len(word.group()) if word else 0


# --- Sentence ends ----------------------------------------------------------------------------

_CLOSERS = "\"'”’»“‘«)]}›‹"
_OPENERS = "\"'“‘«„‚»([{‹›¿¡"
_FULL_WIDTH = "。！？｡"

# A run of stops, what closes with it (quotation marks, brackets, a note mark), then white space.
# Full-width stops need no space behind them.
_STOP = re.compile(
    rf"(?P<stop>[.!?…؟۔।‼⁇⁈⁉]+)(?P<close>(?:[{re.escape(_CLOSERS)}]|\[\d{{1,3}}\])*)\s+"
    rf"|[{_FULL_WIDTH}]+[{re.escape(_CLOSERS)}」』）]*\s*"
)
# The credit line of a picture is a sentence although its caption mostly ends without a stop.
_CREDIT = re.compile(r"(?:Bild|Crédit|Foto|Image|Photo|Picture|Photograph)s?:\s")
_NEXT = re.compile(rf"[{re.escape(_OPENERS)}\s]*(?P<word>[^\W_]+(?:['’][^\W_]+)?)?")
_BEFORE = re.compile(r"[^\s({\[\"“„«‘‚]+\Z")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?")
_GOES_ON = re.compile(r"[.…]")
_DASH = re.compile(r"[-–—―]+\s")
_LOOK_BACK = 40
_LOOK_AHEAD = 80

# Never the end of a sentence: a name or a figure follows. Titles count with their capital only
# ("10 ft. The" ends a sentence, "Ft. Lauderdale" does not).
_TITLES = word_set(
    """
    Mr Mrs Ms Mx Dr Prof St Ste Mt Ft Gen Sen Rep Gov Lt Col Capt Cmdr Sgt Maj Brig Adm Hon Rev Fr
    Pres Supt Insp Det Messrs Mme Mlle Mgr Pr Hr Frl Dipl Ing Sr Sra Amb Sec Atty Cpl Pvt Pfc Bros
    Pte Vgl
    """
)
_ABBREVIATIONS = word_set(
    """
    prof dr vs v cf viz ca bzw vgl sog inkl exkl evtl ggf bspw zzgl approx esp incl fig figs eq
    chap sect dgl geb gest verh z.b d.h u.a i.d.r o.ä e.g i.e p.ex c.-à-d
    """
)
# Not the end before a figure.
_BEFORE_FIGURE = word_set(
    """
    no nos nr p pp s art abs vol bd ch sec secs para paras tel ext op n° jan feb mar apr jun jul
    aug sep sept oct nov dec janv févr avr juil okt dez kap ziff rn az
    """
)
# May end a sentence, but mostly does not: needs a next word that opens one.
_COMPANY = word_set("inc corp co ltd llc plc jr sr ph.d dept univ assn est al mio mrd tsd")
_ORDINAL_CUES = word_set(
    """
    am im vom zum zur beim der die das dem den des seit bis ab ihr ihrem ihren sein seinem seinen
    jeden jedem dieser diesem und
    """
)
_ORDINAL_NOUNS = word_set(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    jahrhundert jahrhunderts jahrtausend weltkrieg weltkriegs mal platz liga bundesliga klasse
    stock stockwerk etage auflage geburtstag jahrestag runde spieltag minute wahlperiode
    legislaturperiode bezirk senat kammer tag woche monat quartal halbjahr
    """
)
_SAYING = re.compile(
    r"(?:[^\W\d_][\w'’.-]*\s+){0,3}?(?:said|says|asked|asks|told|wrote|writes|added|replied|shouted"
    r"|cried|tweeted|sagte|sagt|fragte|fragt|rief|schrieb|erklärte|demande|demandait|lance|répond)\b"
)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Return the positions inside `text[start:end]` at which a new sentence begins."""
    cuts: list[int] = []
    begin = start
    for found in _STOP.finditer(text, start, end):
        if found.end() < end and _ends_sentence(text, found, begin, end):
            begin = found.end()
            cuts.append(begin)
    captioned = [
        found.start()
        for found in _CREDIT.finditer(text, start + 2, end)
        if text[found.start() - 1].isspace() and text[found.start() - 2].isalnum()
    ]
    return sorted({*cuts, *captioned}) if captioned else cuts


def _ends_sentence(text: str, found: re.Match[str], begin: int, end: int) -> bool:
    stop = found["stop"]
    if stop is None:
        return True
    ahead = text[found.end() : min(end, found.end() + _LOOK_AHEAD)]
    follows = _NEXT.match(ahead)
    word = (follows["word"] if follows else None) or ""
    if word[:1].islower():
        return False
    if _GOES_ON.match(ahead) or (found["close"] and _DASH.match(ahead)):
        # "... end. ... Then" and the signature of a quotation, "... end." – A. Name
        return False
    if stop == ".":
        return _full_stop_ends(text, found, begin, word)
    return not (found["close"] and _SAYING.match(ahead))


def _full_stop_ends(text: str, found: re.Match[str], begin: int, word: str) -> bool:
    """Decide about a single full stop whose next word does not start with a small letter."""
    at = found.start()
    behind = _BEFORE.search(text, max(begin, at - _LOOK_BACK), at)
    if behind is None or found["close"].strip("'’"):
        # After a percent sign, a symbol or a closing bracket, and where the stop stands inside
        # quotation marks or brackets, it belongs to no abbreviation.
        return True
    last = behind.group()
    key = last.lower()
    opens = word.lower() in OPENING_WORDS
    if _is_abbreviation(last):
        return False
    if word[:1].isdigit() and key in _BEFORE_FIGURE:
        return False
    if last.isdigit():
        return not _is_ordinal(text, behind, begin, word)
    if len(last) == 1 and last.isalpha():
        return _letter_ends(text, behind, begin, opens=opens)
    if key in _COMPANY or _DOTTED.fullmatch(last):
        return opens
    return True


def _is_abbreviation(word: str) -> bool:
    return word in _TITLES or word.lower() in _ABBREVIATIONS


def _letter_ends(text: str, behind: re.Match[str], begin: int, *, opens: bool) -> bool:
    """Decide about a stop after one letter: "L. Ron", "د. أحمد", but also "in plan B. The"."""
    letter = behind.group()
    if not letter.isupper():
        return False
    previous = _previous_word(text, begin, behind.start())
    # "J. R. The" does not occur; "vitamin C. The" does.
    return opens and previous[:1].islower()


def _is_ordinal(text: str, behind: re.Match[str], begin: int, word: str) -> bool:
    """Tell "am 3. März" and the number of a list item from a figure that ends a sentence."""
    if not text[begin : behind.start()].strip("( \t"):
        return True
    if len(behind.group()) > 3:
        return False
    if word.lower() in _ORDINAL_NOUNS:
        return True
    return (
        word[:1].isupper()
        and word.lower() not in OPENING_WORDS
        and _previous_word(text, begin, behind.start()).lower() in _ORDINAL_CUES
    )


def _previous_word(text: str, begin: int, at: int) -> str:
    words = text[max(begin, at - _LOOK_BACK) : at].split()
    return words[-1] if words else ""
