"""Collects from one text what may be checkable: places with their kind and reason.

A sentence is read in the order of how telling the finds are: figures, dates, rankings, causes,
acts, offices, unnamed sources. What one find has taken, the next leaves alone; quotations stand on
their own, and figures, dates and rankings inside them are found as well.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from claims.text.dates import DateExpression, read_dates
from claims.text.names import PersonMention
from claims.text.phrases import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    QUOTE_MARKS,
    Token,
    content_stems,
    phrase_left,
    phrase_right,
    tokenize_words,
)
from claims.text.quantities import Quantity, read_quantities
from claims.text.quotes import (
    Attribution,
    Quotation,
    Speaker,
    attributions_of,
    quotations_of,
)
from claims.text.rankings import MARKER_WORDS, find_cause, find_comparison, find_ranking
from claims.text.reading import Reading
from claims.text.verbs import AUXILIARIES, EVENT_FORMS, NEGATED_EVENTS, is_verb_form
from claims.text.wordlists import word_set
from claims.text.worthiness import Weights, score_sentence

__all__ = ["BlockLike", "Candidate", "Collector"]

# Not suggested in sentences that sound like anything but a statement of fact. The bar is low: the
# score was learned from debates and finds short news sentences dull.
_SOFT_KINDS = frozenset(["event", "causal", "other"])
_DOUBTFUL = 0.1
_SUBJECT_WORDS = 12
_ATTACHED = re.compile(r"\d[-‑](?=[A-Za-z])")  # "90-minute"
# Lines around an article that state nothing in it.
_FURNITURE = re.compile(
    r"(?:By\s+[A-Z]|Published|Updated|Last\s+updated|Posted|First\s+published|Photo(?:graph)?s?\b"
    r"|Image|Picture|Credit|Read\s+more|Related|Share\b|Sign\s+up|Subscribe|Advertisement|Copyright"
    r"|©|Getty)"
)
_BULLETS = tuple("•●▪◦*–—-")
_LINKED_MAX = 3
_APPOSITION_WORDS = 16
_QUOTED_CODE_POINTS = 1_200
_HEADING_CODE_POINTS = 120
_SMALL = word_set("one two three four five six seven eight nine ten both")
_OWNERS = word_set("the a an his her its their our my your")
_ANAPHORIC = word_set("the these those both his her its their our all other")
_LINKS = word_set(
    "to from of or out than versus vs. compared with against in , up down about nearly almost the "
    "a an rose fell"
)
_AGES = frozenset(["aged", "age", "ages"])
_LINKING = word_set("to from of or than versus compared against out")
_LEADING_TRIM = (
    PREPOSITIONS - {"from", "under", "over", "between", "since", "per", "among"}
) | word_set("also then just even still only aimed including not so too and but or as because that")
_RELATIVE_DAYS = word_set("""
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight now
    currently recently
    """)
_SPEECH_NOUNS = word_set("""
    request requests call calls demand demands decision decisions refusal offer offers promise
    promises pledge pledges proposal proposals invitation threat threats vow resignation arrest
    dismissal appointment nomination election removal withdrawal visit trip admission denial
    """)
_SPEECH_NOUN_LINKS = frozenset(["for", "to", "that", "on", "from", "of"])
_VAGUE_SOURCES = word_set("""
    experts critics analysts observers officials sources insiders researchers scientists economists
    studies polls reports many some others people supporters opponents information
    """)
# With these a plain form tells of an act; "would" and "could" only imagine one.
_TELLING = word_set("will shall won’t won't did didn’t didn't does doesn’t doesn't")
_BE = frozenset(["is", "are", "was", "were", "been", "being", "be"])
_IMAGINED = word_set("would could may might should must can")
# Behind these stands a whole statement; behind "announced" may stand its object.
_CLAUSE_CUES = word_set("""
    say says said add adds added argue argues argued claim claims claimed insist insists insisted
    note notes noted assert asserts asserted maintain maintains maintained allege alleges alleged
    believe believes believed think thinks thought contend contends contended state states stated
    """)
_ADVERBS = word_set("also then later not never already soon again first formally just")
_GERUND_CUES = frozenset(["while", "by", "after", "before", "without", "for", "of", "when"])


class BlockLike(Protocol):
    """A block of a revision: its kind, and where it stands in the text in code points."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(slots=True)
class Candidate:
    """A place that may be checkable, before it is scored and grouped.

    `core` are the stems of the fact itself, `context` those of its sentence; `bonus` adds to the
    base score of the kind, `worthiness` is the score of the sentence.
    """

    start: int
    end: int
    kind: str
    reason: str
    core: frozenset[str]
    context: frozenset[str]
    is_negated: bool = False
    bonus: float = 0.0
    quantities: tuple[Quantity, ...] = ()
    worthiness: float = 0.0
    speaker: Speaker | None = None


@dataclass(slots=True)
class _Piece:
    """A sentence under work: its tokens and the token ranges already suggested."""

    tokens: list[Token]
    start: int
    end: int
    is_heading: bool
    is_label: bool  # the heading of a section, not of the article
    taken: list[tuple[int, int]] = field(default_factory=list)
    floors: list[int] = field(default_factory=list)

    def floor_of(self, place: int) -> int:
        """Return where what is reported begins, for a token behind "she said"."""
        return max((floor for floor in self.floors if floor <= place), default=0)


class Collector:
    """Reads one text once and collects candidates sentence by sentence."""

    def __init__(
        self, text: str, blocks: Sequence[BlockLike] | None, weights: Weights | None = None
    ) -> None:
        reading = Reading(text)
        self._weights = weights
        self._text = text
        self._pieces = reading.pieces
        self._names = reading.names
        self._blocks = sorted(blocks, key=lambda block: block.start) if blocks else []
        self._block_starts = [block.start for block in self._blocks]
        self.sentences = reading.sentences
        self.quotations = quotations_of(reading)
        self._outer = [quotation for quotation in self.quotations if quotation.depth == 0]
        self._outer_starts = [quotation.start for quotation in self._outer]
        self._quantities = read_quantities(text)
        self._quantity_starts = [quantity.start for quantity in self._quantities]
        self.dates = list(read_dates(text))
        self._date_starts = [date.start for date in self.dates]
        self._attributions = attributions_of(reading)
        self._attribution_starts = [a.start for a in self._attributions]
        self._titled = self._titled_names()
        self._titled_starts = [mention.start for mention in self._titled]

    def collect(self, most: int) -> tuple[list[Candidate], bool]:
        """Return at most `most` candidates in reading order, and whether there are more."""
        found: list[Candidate] = []
        quoted = list(self._quotation_candidates())
        place = 0
        for piece in self._pieces:
            fresh = self._read_piece(piece.start, piece.end, piece.tokens)
            while place < len(quoted) and quoted[place].start < piece.end:
                fresh.append(quoted[place])
                place += 1
            found.extend(fresh)
            if len(found) > most:
                break
        found.sort(key=lambda candidate: (candidate.start, -candidate.end))
        return found[:most], len(found) > most

    # Sentences

    def _read_piece(self, start: int, end: int, tokens: list[Token]) -> list[Candidate]:
        is_heading = self._is_heading(start, end)
        if is_heading and _FURNITURE.match(self._text, start, end):
            return []
        is_label = is_heading and start > self.sentences[0][0]
        piece = _Piece(tokens, start, end, is_heading, is_label)
        piece.floors = self._reporting_ends(piece)
        found = [*self._figures(piece), *self._dated(piece, before_rankings=True)]
        if not piece.is_label:
            found.extend(self._rankings(piece))
        found.extend(self._dated(piece, before_rankings=False))
        if not piece.is_heading:
            found.extend(self._causes(piece))
            found.extend(self._events(piece))
            found.extend(self._owned_acts(piece))
            found.extend(self._named(piece))
            found.extend(self._vague_sources(piece))
        if not found:
            return found
        worthiness = score_sentence(self._text[start:end], self._weights)
        if worthiness < _DOUBTFUL:
            found = [candidate for candidate in found if candidate.kind not in _SOFT_KINDS]
        for candidate in found:
            candidate.worthiness = worthiness
            candidate.speaker = candidate.speaker or self._speaker_at(candidate.start, start, end)
        return found

    def _is_heading(self, start: int, end: int) -> bool:
        if self._blocks:
            place = bisect_right(self._block_starts, start) - 1
            return place >= 0 and self._blocks[place].kind == "heading"
        if end - start > _HEADING_CODE_POINTS or self._text[end - 1] in '.!?…,;”"':
            return False
        if self._text[start] in _BULLETS:
            return False
        before = self._text[max(0, start - 2) : start]
        if before.strip()[-1:] in _BULLETS:
            return False
        after = self._text[end : end + 1]
        return (not before or "\n" in before) and after in ("", "\n")

    def _reporting_ends(self, piece: _Piece) -> list[int]:
        """Return the token positions behind "Jane Doe said" and the like."""
        low = bisect_left(self._attribution_starts, piece.start)
        high = bisect_left(self._attribution_starts, piece.end)
        return [
            bisect_left(piece.tokens, attribution.end, key=lambda token: token.start)
            for attribution in self._attributions[low:high]
            if attribution.cue in _CLAUSE_CUES
        ]

    # Tokens and phrases

    def _candidate(
        self, piece: _Piece, first: int, last: int, kind: str, reason: str, core: int | None = None
    ) -> Candidate:
        tokens = piece.tokens
        piece.taken.append((first, last))
        return Candidate(
            tokens[first].start,
            tokens[last - 1].end,
            kind,
            reason,
            content_stems(tokens[first if core is None else core : last]),
            content_stems(tokens),
        )

    def _is_taken(self, piece: _Piece, first: int, last: int) -> bool:
        return any(first < end and start < last for start, end in piece.taken)

    def _free_range(self, piece: _Piece, first: int, last: int) -> tuple[int, int]:
        """Return the bounds between which a phrase around `first` may grow."""
        floor, ceiling = piece.floor_of(first), len(piece.tokens)
        for start, end in piece.taken:
            if end <= first:
                floor = max(floor, end)
            elif start >= last:
                ceiling = min(ceiling, start)
        return floor, ceiling

    def _place_of(self, piece: _Piece, start: int, end: int) -> tuple[int, int]:
        tokens = piece.tokens
        first = bisect_right(tokens, start, key=lambda token: token.start) - 1
        last = bisect_left(tokens, end, key=lambda token: token.start)
        return max(0, first), max(last, first + 1)

    def _trim_left(self, tokens: Sequence[Token], first: int, anchor: int) -> int:
        while first < anchor and (tokens[first].low in _LEADING_TRIM or not tokens[first].is_word):
            first += 1
        if first < anchor and anchor - first == 1 and tokens[first].low in ("a", "an", "the"):
            first += 1
        return first

    def _statement_start(self, piece: _Piece, place: int, floor: int) -> int:
        """Return where the statement around `place` begins, with its subject where one is near."""
        tokens = piece.tokens
        left = self._trim_left(tokens, phrase_left(tokens, place, floor), place)
        if left >= place or not is_verb_form(tokens[left].low):
            return left
        for start, end in piece.taken:
            if end == left:
                return start  # "the rate for people aged 16 to 24 | was 18.7 percent"
        if left > floor and tokens[left - 1].text == ",":
            return self._before_apposition(tokens, left - 1, floor, left)
        return left

    def _before_apposition(
        self, tokens: Sequence[Token], closing: int, floor: int, left: int
    ) -> int:
        """Return the subject of "The agreement, announced in the harbor, is the largest"."""
        for comma in range(closing - 1, max(floor, closing - _APPOSITION_WORDS), -1):
            if tokens[comma].text != ",":
                continue
            start = self._trim_left(tokens, phrase_left(tokens, comma, floor), comma)
            return start if 0 < comma - start <= 6 else left
        return left

    # Figures

    def _figures(self, piece: _Piece) -> Iterator[Candidate]:
        clusters = self._clusters(piece)
        floor = before = 0
        for number, (first, last, quantities) in enumerate(clusters):
            ceiling = len(piece.tokens)
            if number + 1 < len(clusters):
                ceiling = self._before_next(piece.tokens, last, clusters[number + 1][0])
            floor = max(floor, piece.floor_of(first))
            left, right = self._figure_range(piece, first, last, floor, ceiling, quantities)
            if floor and first - 2 <= floor < first and piece.tokens[floor].low in ("to", "from"):
                left = min(left, before)  # "Revenue rose 12% | to £4.1bn": one subject for both
            floor, before = right, left
            if (left, right) == (first, last) and not any(q.unit for q in quantities):
                continue  # a bare number, about nothing
            candidate = self._candidate(piece, left, right, "figure", _figure_reason(quantities))
            candidate.quantities = tuple(quantities)
            candidate.bonus = 0.05 if quantities[0].dimension in ("money", "percent") else 0.0
            yield candidate

    def _clusters(self, piece: _Piece) -> list[tuple[int, int, list[Quantity]]]:
        """Return the amounts of a sentence; amounts of one change ("from 40 to 30") together."""
        low = bisect_left(self._quantity_starts, piece.start)
        high = bisect_left(self._quantity_starts, piece.end)
        clusters: list[tuple[int, int, list[Quantity]]] = []
        for quantity in self._quantities[low:high]:
            first, last = self._place_of(piece, quantity.start, quantity.end)
            if self._is_empty_count(piece.tokens, first, quantity) or self._is_in_date(quantity):
                continue
            if self._counts_sections(piece, quantity) or self._is_in_source(quantity):
                continue
            if clusters:
                before_first, before_last, earlier = clusters[-1]
                between = [token.low for token in piece.tokens[before_last:first]]
                if len(earlier) < _LINKED_MAX and _is_linked(earlier[-1], quantity, between):
                    clusters[-1] = (before_first, last, [*earlier, quantity])
                    continue
            clusters.append((first, last, [quantity]))
        return clusters

    def _is_in_date(self, quantity: Quantity) -> bool:
        if quantity.dimension != "count":
            return False
        place = bisect_right(self._date_starts, quantity.start) - 1
        return place >= 0 and quantity.end <= self.dates[place].end

    def _counts_sections(self, piece: _Piece, quantity: Quantity) -> bool:
        """Whether a number only labels: "3 Key Takeaways"."""
        return piece.is_label and quantity.dimension == "count" and abs(quantity.value) <= 20

    def _is_in_source(self, quantity: Quantity) -> bool:
        """Whether a count belongs to who says it: "according to two people close to her"."""
        if quantity.dimension != "count":
            return False
        place = bisect_right(self._attribution_starts, quantity.start) - 1
        return place >= 0 and quantity.end <= self._attributions[place].end

    def _is_empty_count(self, tokens: Sequence[Token], first: int, quantity: Quantity) -> bool:
        """Whether a count says nothing checkable: "one", "the two nations"."""
        if not quantity.unit and self._text[quantity.end : quantity.end + 1] == "-":
            return True  # part of a word: second-largest
        ahead = tokens[first + 1].low if first + 1 < len(tokens) else ""
        if tokens[first].low == "one" and ahead == "of" and quantity.value <= 1:
            return True  # a member, no amount: one of those days
        if quantity.dimension != "count" or quantity.modifier is not None:
            return False
        word = tokens[first].low
        if tokens[first].is_capital and (
            (first + 1 < len(tokens) and tokens[first + 1].is_capital)
            or (first and tokens[first - 1].is_capital)
        ):
            return True  # a name: Zero Hedge, Four Seasons, Ground Zero
        if word in ("one", "a", "an") and quantity.value <= 1:
            return True
        before = tokens[first - 1].low if first else ""
        owned = before in _ANAPHORIC or before.endswith(("’s", "'s"))
        return word in _SMALL and (owned or not quantity.unit)

    def _before_next(self, tokens: Sequence[Token], last: int, following: int) -> int:
        """Return where the phrase of the next figure begins: "at a cost of | $48 million"."""
        at = self._before_small_words(tokens, last, following)
        if at < following and tokens[at].low == "of":
            noun = at
            while noun > last and at - noun < 3 and self._is_noun(tokens, noun - 1):
                noun -= 1
            if noun > last:
                at = self._before_small_words(tokens, last, noun)
        if at - 2 > last and tokens[at - 2].low == "to" and tokens[at - 1].is_word:
            at -= 2
        return at

    def _before_small_words(self, tokens: Sequence[Token], last: int, at: int) -> int:
        while at > last and (
            tokens[at - 1].low in PREPOSITIONS
            or tokens[at - 1].low in DETERMINERS
            or tokens[at - 1].low in ("about", "nearly", "and", "as")
            or _is_possessive(tokens[at - 1].low)
        ):
            at -= 1
        return at

    def _is_noun(self, tokens: Sequence[Token], place: int) -> bool:
        token = tokens[place]
        return (
            token.is_word
            and not token.text[0].isdigit()
            and token.low not in PREPOSITIONS
            and token.low not in DETERMINERS
            and token.low not in CONJUNCTIONS
            and (not is_verb_form(token.low) or tokens[place - 1].low in DETERMINERS)
        )

    def _figure_range(
        self,
        piece: _Piece,
        first: int,
        last: int,
        floor: int,
        ceiling: int,
        quantities: Sequence[Quantity],
    ) -> tuple[int, int]:
        tokens = piece.tokens
        left = self._statement_start(piece, first, floor)
        right = phrase_right(tokens, last - 1, ceiling)
        has_subject = left < first
        is_bare = right == last
        counted = quantities[0].dimension in ("count", "percent", "share")
        if not has_subject and (is_bare or counted) and not _ATTACHED.search(quantities[0].exact):
            right = max(right, phrase_right(tokens, right - 1, ceiling, through_verbs=True))
        if left == first and right == last:
            left = self._across_comma(tokens, first, floor)
        return left, right

    def _across_comma(self, tokens: Sequence[Token], first: int, floor: int) -> int:
        """Take the words before a comma in where the figure stands alone: "Jane Doe, 45,"."""
        at = first
        if at > floor and tokens[at - 1].text in (",", "(", "–", "—", ":"):
            at -= 1
        else:
            return first
        start = at
        while start > floor and at - start < 5 and tokens[start - 1].is_word:
            start -= 1
        return start if start < at else first

    # Dates

    def _dated(self, piece: _Piece, *, before_rankings: bool) -> Iterator[Candidate]:
        """Find dates; first those that no ranking before them takes in ("… since 2007")."""
        low = bisect_left(self._date_starts, piece.start)
        high = bisect_left(self._date_starts, piece.end)
        for date in self.dates[low:high]:
            first, last = self._place_of(piece, date.start, date.end)
            if not _is_checkable_date(date) or self._is_taken(piece, first, last):
                continue
            floor, ceiling = self._free_range(piece, first, last)
            tokens = piece.tokens
            left = self._statement_start(piece, first, floor)
            if before_rankings and any(
                token.low in MARKER_WORDS and find_ranking(tokens, place) is not None
                for place, token in enumerate(tokens[left:first], start=left)
            ):
                continue
            right = phrase_right(tokens, last - 1, ceiling, reach=5)
            if left == first:
                right = max(right, self._clause_behind(tokens, last, ceiling))
                if first > floor and tokens[first - 1].low in PREPOSITIONS:
                    left = first - 1
            if right - left <= last - first + 1 and left > floor and tokens[left - 1].text == ",":
                # "The state postponed repairs, in 2020": the date belongs to what is before it.
                left = phrase_left(tokens, left - 1, floor)
            if right - left <= last - first and not piece.is_heading:
                continue
            reason = f"Gives a date: {self._text[date.start : date.end]}."
            yield self._candidate(piece, left, right, "date", reason)

    def _clause_behind(self, tokens: Sequence[Token], last: int, ceiling: int) -> int:
        """Return the end of the statement that a date at its head belongs to."""
        at = right = last
        for _ in range(3):
            if at < ceiling and tokens[at].text == ",":
                at += 1
            if at >= ceiling:
                break
            end = phrase_right(tokens, at - 1, ceiling, through_verbs=True)
            if end <= at:
                break
            right = end
            if any(is_verb_form(token.low) for token in tokens[at:right]):
                break
            at = right
        return right

    # Rankings, comparisons and causes

    def _rankings(self, piece: _Piece) -> Iterator[Candidate]:
        tokens = piece.tokens
        for place, token in enumerate(tokens):
            if token.low not in MARKER_WORDS:
                continue
            marker = find_ranking(tokens, place)
            if marker is not None and not self._is_taken(piece, marker.first, marker.last):
                floor, ceiling = self._free_range(piece, marker.first, marker.last)
                left = self._ranking_start(piece, marker.first, floor)
                right = phrase_right(tokens, marker.last - 1, ceiling, through_verbs=True, reach=18)
                right = self._with_since(tokens, right, ceiling)
                reason = f"Ranks something: “{marker.words}”."
                yield self._candidate(piece, left, right, "superlative", reason, marker.first)
                continue
            compared = find_comparison(tokens, place)
            if compared is not None and not self._is_taken(piece, compared.first, compared.last):
                yield self._clause(
                    piece,
                    compared.first,
                    compared.last,
                    "superlative",
                    f"Compares: “{compared.words}”.",
                )

    def _ranking_start(self, piece: _Piece, marker: int, floor: int) -> int:
        """Return the start of the ranked phrase, with its subject where "is" joins them."""
        tokens = piece.tokens
        at = marker
        while at > floor and marker - at < 5:
            before = tokens[at - 1]
            owns = before.low.endswith(("’s", "'s"))
            names_owner = before.is_capital and tokens[at].low.endswith(("’s", "'s"))
            counts = before.low in _SMALL
            if not (before.low in _OWNERS or owns or names_owner or counts):
                break
            at -= 1
        copula = at - 1
        if copula > floor and tokens[copula].low in (
            *_BE,
            "become",
            "became",
            "becomes",
            "remains",
            "remained",
            "represents",
            "marks",
            "marked",
        ):
            return self._statement_start(piece, at, floor)
        return at

    def _with_since(self, tokens: Sequence[Token], right: int, ceiling: int) -> int:
        """Take a following "since …" or "ever" in: it says among what the rank holds."""
        if right < ceiling and tokens[right].low in ("since", "ever"):
            return phrase_right(tokens, right, ceiling, through_verbs=True)
        return right

    def _clause(self, piece: _Piece, first: int, last: int, kind: str, reason: str) -> Candidate:
        floor, ceiling = self._free_range(piece, first, last)
        tokens = piece.tokens
        left = self._trim_left(tokens, phrase_left(tokens, first, floor), first)
        right = phrase_right(tokens, last - 1, ceiling, through_verbs=True)
        return self._candidate(piece, left, right, kind, reason)

    def _causes(self, piece: _Piece) -> Iterator[Candidate]:
        tokens = piece.tokens
        for place, token in enumerate(tokens):
            marker = find_cause(tokens, place) if token.low in MARKER_WORDS else None
            if marker is None or self._is_quoted(token.start):
                continue
            floor, ceiling = self._free_range(piece, marker.first, marker.last)
            behind = phrase_right(tokens, marker.last - 1, ceiling, through_verbs=True)
            before = phrase_left(tokens, marker.first, floor)
            if behind - marker.last < 2 or marker.first - before < 1:
                continue
            if not self._is_taken(piece, before, behind):
                yield self._clause(
                    piece, marker.first, marker.last, "causal", f"Names a cause: “{marker.words}”."
                )

    # Events

    def _events(self, piece: _Piece) -> Iterator[Candidate]:
        tokens = piece.tokens
        for place, token in enumerate(tokens):
            form = EVENT_FORMS.get(token.low)
            if form is None or self._is_taken(piece, place, place + 1):
                continue
            group = self._verb_group(tokens, place, form.tense)
            if group is None or self._is_quoted(token.start):
                continue
            floor, ceiling = self._free_range(piece, group, place + 1)
            right = phrase_right(tokens, place, ceiling, through_verbs=True, verbs=0)
            left = self._subject_start(piece, group, floor)
            is_thin = right - place < 2 and (left == group or right - left < 3)
            if is_thin or self._runs_into_quotation(tokens, right):
                continue
            is_negated = form.lemma in NEGATED_EVENTS or any(
                t.low in ("not", "never") or t.low.endswith(("n’t", "n't"))
                for t in tokens[group:place]
            )
            reason = (
                f"Says that something was not done: “{token.text}”."
                if is_negated
                else f"Tells of an act that can be confirmed: “{token.text}”."
            )
            candidate = self._candidate(piece, left, right, "event", reason, group)
            candidate.is_negated = is_negated
            yield candidate

    def _verb_group(self, tokens: Sequence[Token], place: int, tense: str) -> int | None:
        """Return where the verb at `place` begins with its auxiliaries; None if it is no verb."""
        if tokens[place].is_capital and place:
            return None
        at = place
        while at and (
            tokens[at - 1].low in AUXILIARIES
            or tokens[at - 1].low in _ADVERBS
            or (tokens[at - 1].low.endswith("ly") and not tokens[at - 1].is_capital)
        ):
            at -= 1
        leading = [token.low for token in tokens[at:place]]
        before = tokens[at - 1].low if at else ""
        if tense == "ing":
            return at if before in _GERUND_CUES and not self._is_noun_use(tokens, place) else None
        if tense in ("base", "third"):
            return at if any(word in _TELLING for word in leading) else None
        if any(word in AUXILIARIES for word in leading):
            return None if any(word in _IMAGINED for word in leading) else at
        if not at or before in DETERMINERS or before in PREPOSITIONS:
            return None
        subject = tokens[at - 1]
        if before.endswith(("’s", "'s")) or not subject.is_word:
            return None
        if before in ("and", "or", "but"):
            return None
        return at

    def _is_noun_use(self, tokens: Sequence[Token], place: int) -> bool:
        after = tokens[place + 1].low if place + 1 < len(tokens) else ""
        return after in ("of", "") or after in AUXILIARIES

    def _subject_start(self, piece: _Piece, group: int, floor: int) -> int:
        start = self._statement_start(piece, group + 1, floor)
        return start if group - start <= _SUBJECT_WORDS else group

    def _runs_into_quotation(self, tokens: Sequence[Token], right: int) -> bool:
        return right < len(tokens) and tokens[right].text in QUOTE_MARKS

    def _owned_acts(self, piece: _Piece) -> Iterator[Candidate]:
        """Find "Xi’s request for the removal of tariffs": an act told as a noun."""
        tokens = piece.tokens
        for place in range(1, len(tokens) - 1):
            token = tokens[place]
            owner = tokens[place - 1]
            if (
                token.low not in _SPEECH_NOUNS
                or not owner.low.endswith(("’s", "'s", "s’", "s'"))
                or tokens[place + 1].low not in _SPEECH_NOUN_LINKS
                or self._is_taken(piece, place - 1, place + 1)
                or self._is_quoted(token.start)
            ):
                continue
            first = place - 1
            while first and tokens[first - 1].is_capital:
                first -= 1
            floor, ceiling = self._free_range(piece, first, place + 1)
            right = phrase_right(tokens, place + 1, ceiling, through_verbs=True)
            if right - place < 3 or self._leads_to_quotation(tokens, right):
                continue
            reason = f"Attributes an act: “{owner.text} {token.text}”."
            yield self._candidate(piece, max(first, floor), right, "event", reason, place)

    def _leads_to_quotation(self, tokens: Sequence[Token], right: int) -> bool:
        return any(token.text in QUOTE_MARKS for token in tokens[right : right + 5])

    # Names

    def _titled_names(self) -> list[PersonMention]:
        """Return the first place where each person stands with a title or role."""
        seen: set[str] = set()
        titled = []
        for mention in self._names.mentions:
            is_full = " " in mention.name and mention.end - mention.start == len(mention.name)
            if (
                is_full
                and not mention.name.endswith(".")
                and mention.title_start < mention.start
                and mention.name not in seen
            ):
                seen.add(mention.name)
                titled.append(mention)
        return titled

    def _named(self, piece: _Piece) -> Iterator[Candidate]:
        low = bisect_left(self._titled_starts, piece.start)
        high = bisect_left(self._titled_starts, piece.end)
        for mention in self._titled[low:high]:
            first, last = self._place_of(piece, mention.title_start, mention.end)
            if self._is_taken(piece, first, last) or self._is_quoted(mention.start):
                continue
            reason = f"Gives a name with a title or role: {mention.name}."
            yield self._candidate(piece, first, last, "name", reason)

    # Sources and speakers

    def _vague_sources(self, piece: _Piece) -> Iterator[Candidate]:
        low = bisect_left(self._attribution_starts, piece.start)
        high = bisect_left(self._attribution_starts, piece.end)
        for attribution in self._attributions[low:high]:
            words = attribution.speaker.name.lower().split()
            if not words or not any(w in _VAGUE_SOURCES for w in (*words[:3], words[-1])):
                continue
            if any(word[0].isupper() for word in attribution.speaker.name.split()[1:]):
                continue
            first, last = self._place_of(piece, attribution.start, attribution.end)
            if not self._is_taken(piece, first, last):
                reason = f"Rests on a source that is not named: {attribution.speaker.name}."
                yield self._candidate(piece, first, last, "other", reason)

    def _quotation_at(self, at: int) -> Quotation | None:
        place = bisect_right(self._outer_starts, at) - 1
        if place >= 0 and at < self._outer[place].end:
            return self._outer[place]
        return None

    def _is_quoted(self, at: int) -> bool:
        return self._quotation_at(at) is not None

    def _speaker_at(self, at: int, start: int, end: int) -> Speaker | None:
        """Return who says what stands at `at`: the quoted person, or the sentence's source."""
        quotation = self._quotation_at(at)
        if quotation is not None:
            return quotation.speaker
        low = bisect_left(self._attribution_starts, start)
        high = bisect_left(self._attribution_starts, end)
        best: Attribution | None = None
        for attribution in self._attributions[low:high]:
            if attribution.start <= at < attribution.end:
                return None
            if self._reports(attribution, at):
                best = attribution
        return best.speaker if best else None

    def _reports(self, attribution: Attribution, at: int) -> bool:
        """Whether what stands at `at` is what the source says, rather than a clause beside it."""
        if attribution.cue == "according to":
            return True
        if attribution.end <= at:
            between = self._text[attribution.end : at]
            return between.lstrip().startswith("that ") or not set(between) & set(",;—–")
        before = self._text[max(0, attribution.start - 2) : attribution.start].strip()
        return before.endswith((",", "”", '"'))

    def _quotation_candidates(self) -> Iterator[Candidate]:
        for quotation in self._outer:
            words = self._text[quotation.words_start : quotation.words_end]
            if _is_title(words) and (quotation.speaker is None or words[-1] not in ".!?,…"):
                continue
            tokens = tokenize_words(
                self._text,
                quotation.words_start,
                min(quotation.words_end, quotation.words_start + _QUOTED_CODE_POINTS),
            )
            if not any(token.is_word for token in tokens):
                continue
            stems = content_stems(tokens)
            name = quotation.speaker.name if quotation.speaker else ""
            reason = f"Quotes {name}." if name else "Quotes words without naming who said them."
            yield Candidate(
                quotation.start,
                quotation.end,
                "quotation",
                reason,
                stems,
                stems,
                speaker=quotation.speaker,
                worthiness=score_sentence(words, self._weights),
                bonus=0.1 if name else 0.0,
                quantities=self._quantities_in(quotation.start, quotation.end),
            )

    def _quantities_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        low = bisect_left(self._quantity_starts, start)
        high = bisect_left(self._quantity_starts, end)
        return tuple(self._quantities[low:high])


def _is_linked(earlier: Quantity, later: Quantity, between: Sequence[str]) -> bool:
    """Whether two amounts make one statement: "from 40 to 30", "one in three people over 85"."""
    if len(between) > 5:
        return False
    if any(word in _AGES for word in between):
        return later.dimension in ("count", "time")
    return (
        earlier.dimension == later.dimension
        and all(word in _LINKS or _is_possessive(word) for word in between)
        and any(word in _LINKING for word in between)
    )


def _is_possessive(word: str) -> bool:
    return word.endswith(("’s", "'s", "s’", "s'"))


def _is_checkable_date(date: DateExpression) -> bool:
    """Whether a date says when; a bare weekday or "recently" beside a verb of saying does not."""
    words = date.exact.lower().split()
    return (
        not all(word in _RELATIVE_DAYS for word in words)
        and any(character.isdigit() for character in date.exact)
    ) or any(word[:3] in _MONTHS and len(words) > 1 for word in words)


_MONTHS = word_set("jan feb mar apr may jun jul aug sep oct nov dec")


def _is_title(words: str) -> bool:
    """Whether quoted words look like the title of a work or a nickname."""
    parts = [part for part in words.strip(" ,.").split() if part[0].isalpha()]
    return (
        0 < len(parts) <= 8
        and all(
            part[0].isupper()
            or part in ("of", "the", "a", "an", "and", "in", "to", "on", "for", "with")
            for part in parts
        )
        and not words.isupper()
    )


def _figure_reason(quantities: Sequence[Quantity]) -> str:
    named = {
        "money": "an amount of money",
        "percent": "a percentage",
        "percentage point": "a change in percentage points",
        "time": "a duration",
        "share": "a share",
        "count": "a count",
    }
    what = named.get(quantities[0].dimension, "a figure")
    return f"Gives {what}: {', '.join(quantity.exact for quantity in quantities)}."
