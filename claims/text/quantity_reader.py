"""Reads the amounts of a text: number, unit, and the words that modify both.

The public door to this is `quantities`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from claims.text.labels import (
    MONTHS,
    is_clock,
    is_code,
    is_counted_year,
    is_date,
    is_label,
    is_named,
    is_numbered,
    is_ordinal,
    is_time_title,
    is_year,
)
from claims.text.measures import read_currency_before, read_rate, read_unit
from claims.text.nouns import (
    ATTRIBUTIVE,
    FUNCTION_WORDS,
    is_superlative,
    read_counted,
    skip_determiners,
)
from claims.text.numerals import (
    ARITHMETIC,
    MULTIPLIERS,
    ORDINALS,
    SMALL_NUMBERS,
    Numeral,
    read_numeral,
    read_ordinal,
    read_ratio,
)
from claims.text.tokens import HYPHENS, is_glued, is_hyphen_between, tokenize
from claims.text.units import CODES, NAMES, NONE, SIGNS, Unit
from claims.text.wordlists import word_set

__all__ = ["Quantity", "Reader"]

SHARE = Unit("", "share", "share")
RANK = Unit("", "rank", "rank")
YEARS_OF_AGE = Unit("year", "age", "age", Fraction(12))

_MODIFIERS = {
    "about": "about",
    "around": "about",
    "roughly": "about",
    "approximately": "about",
    "approx": "about",
    "some": "about",
    "circa": "about",
    "estimated": "about",
    "~": "about",
    "≈": "about",
    "nearly": "nearly",
    "almost": "nearly",
    "nearing": "nearly",
    "approaching": "nearly",
    "close to": "nearly",
    "just under": "less than",
    "just over": "more than",
    "well over": "more than",
    "more than": "more than",
    "greater than": "more than",
    "higher than": "more than",
    "bigger than": "more than",
    "longer than": "more than",
    "over": "more than",
    "above": "more than",
    "exceeding": "more than",
    "in excess of": "more than",
    "upwards of": "more than",
    ">": "more than",
    "less than": "less than",
    "fewer than": "less than",
    "lower than": "less than",
    "under": "less than",
    "below": "less than",
    "<": "less than",
    "at least": "at least",
    "no less than": "at least",
    "no fewer than": "at least",
    "not less than": "at least",
    "a minimum of": "at least",
    "≥": "at least",
    "up to": "up to",
    "at most": "up to",
    "as many as": "up to",
    "as much as": "up to",
    "no more than": "up to",
    "not more than": "up to",
    "a maximum of": "up to",
    "≤": "up to",
}
_MODIFIER_ENDS = frozenset(phrase.split()[-1] for phrase in _MODIFIERS)
_MODIFIERS_BEHIND = {
    "or so": "about",
    "or more": "at least",
    "or less": "up to",
    "or fewer": "up to",
    "or higher": "at least",
    "or lower": "up to",
    "or thereabouts": "about",
}
_UP = word_set(
    "up rose rise rises risen rising gain gains gained gaining climb climbs climbed climbing jump "
    "jumps jumped jumping increase increases increased increasing grew grow grows grown growing "
    "advanced advancing added adds surge surges surged surging soar soars soared soaring"
)
_DOWN = word_set(
    "down fell fall falls fallen falling drop drops dropped dropping decline declines declined "
    "declining lost slid slide slides sliding plunge plunges plunged plunging plummet plummeted "
    "plummeting decrease decreases decreased decreasing shrank shrink shrinks shrunk tumble "
    "tumbles tumbled sank slump slumps slumped slip slips slipped shed eased cut cuts reduced "
    "lowered slashed"
)
_UP_NOUNS = word_set("rise increase gain jump surge growth hike climb")
_DOWN_NOUNS = word_set("drop fall decline decrease reduction cut loss slump plunge dip")
# "Lost 12 soldiers" is no fall by twelve; "fell 12 points" is.
_CHANGING = frozenset(["percent", "percentage point", "money"])
_MAX_LIST = 5  # amounts that share a unit
_MINUS = frozenset("-−")
_BEFORE_MINUS = frozenset("([$€£")
_DASHES = frozenset("-‐‑–—~")
_LETTER_SCALES = {"k": 10**3, "K": 10**3, "m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9}
_MONEY_SCALES = _LETTER_SCALES | {"t": 10**12, "T": 10**12}
_ARTICLES = frozenset(["a", "an"])
_LASTING_ADJECTIVES = word_set(
    "full whole straight consecutive long short solid past last next previous coming"
)
_LASTING = word_set(
    "for lasted lasting lasts last took takes take taking within than nearly almost about around "
    "roughly every"
)
_ANAPHORIC = frozenset(["the", "these", "those", "both"])
_OWNERS = word_set("next the its their our his her my your s")
_NOT_BEFORE_ONE = word_set(
    "this that which no every each any some another last next first the not a"
)
_AFTER_CENTS = frozenset([".", ",", ";", "!", "?", "more", "and"])
_RANKED = word_set("finished finish finishes finishing placed ranked ranks came come comes")
_HALF_OBJECTS = word_set("of the a an its their his her our all that those these")
_ORDINAL_WORDS = word_set("first second other latter former last next this either each")
_COMPARATIVES = word_set("more less higher lower fewer larger smaller bigger longer shorter off")
_COMPOUNDS = {
    ("hour", "minute"),
    ("minute", "second"),
    ("foot", "inch"),
    ("pound", "ounce"),
    ("stone", "pound"),
    ("year", "month"),
    ("USD", "cent"),
    ("EUR", "cent"),
    ("GBP", "pence"),
}
_STARTERS = (
    frozenset(SMALL_NUMBERS)
    | word_set("dozen dozens tens hundreds thousands millions billions trillions")
    | frozenset(ORDINALS)
    | word_set("trillionth billionth millionth half quarter a an fortnight lakhs crores")
)
_AGE_FACTORS = {"day": 1, "week": 7, "month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and the place where it is written.

    `text[start:end] == exact`, counted in code points; the words that modify it ("about") stand
    outside. `value` is in `unit`; a range or a change has its other end in `upper`, in the order
    of the text ("from 7 to 5": 7 and 5). `unit` is a normal form: "percent", "USD", "minute",
    "USD per year", or what is counted, in the singular ("soldier"); empty where the text names
    none. `modifier` is "about", "nearly", "more than", "less than", "at least", "up to" or None;
    `direction` is "up" or "down" where the text says that something rose or fell by this.
    """

    start: int
    end: int
    exact: str
    value: Decimal
    upper: Decimal | None
    measure: Unit
    modifier: str | None
    direction: str | None

    @property
    def unit(self) -> str:
        """The name of the unit."""
        return self.measure.name

    @property
    def dimension(self) -> str:
        """What is measured: "money", "time", "percent", "count", "share"..."""
        return self.measure.dimension


@dataclass(frozen=True, slots=True)
class _Amount:
    """A quantity while it is read.

    `first` and `end` are places in the list of tokens; `unit` is None where none is written.
    `scale` is the multiplier that is already in `value`. `is_prefixed` says that the unit stands
    in front, and so for both ends of a range.
    """

    numeral: Numeral
    value: Decimal
    unit: Unit | None
    first: int
    end: int
    scale: int
    is_prefixed: bool = False

    @property
    def is_bare(self) -> bool:
        return self.unit is None


class Reader:
    """Walks over the tokens of one text; every look around is bounded, so the time is linear."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokenize(text)
        self._floor = 0  # tokens before this place belong to amounts already read

    def read(self) -> Iterator[Quantity]:
        """Yield the amounts in the order of the text."""
        tokens = self._tokens
        index = 0
        while tokens[index].kind != "end":
            kind = tokens[index].kind
            if kind in ("number", "fraction") or (
                kind == "word" and tokens[index].low in _STARTERS
            ):
                found, end = self._read_at(index)
                yield from found
                if found:
                    self._floor = end
                index = max(end, index + 1)
            else:
                index += 1

    def _read_at(self, index: int) -> tuple[list[Quantity], int]:
        """Return the quantities that begin at `index`, and where to go on."""
        rank = self._read_rank(index)
        if rank:
            return [self._build(rank)], rank.end
        numeral = read_numeral(self._tokens, index)
        if numeral is None:
            single = self._read_single(index)
            return ([self._build(single)], single.end) if single else ([], index + 1)
        amount = self._measure(numeral, self._floor)
        if amount is None:
            return [], numeral.end if numeral.form != "fraction" else index + 1
        found = self._read_list(amount)
        if not found:
            whole = self._complete(amount)
            found = [(whole, None)] if whole else []
        if not found:
            return [], numeral.end
        return [self._build(*each) for each in found], found[-1][0].end

    # One amount

    def _measure(self, numeral: Numeral, floor: int) -> _Amount | None:
        """Return the number with its unit; without a unit where none is written beside it."""
        tokens = self._tokens
        if numeral.form == "year":
            return None
        ratio = read_ratio(tokens, numeral)
        if ratio and (tokens[ratio.first + 1].low != "in" or not self._is_time_at(ratio.end)):
            numeral = ratio
        currency = read_currency_before(tokens, numeral.first, floor)
        if currency:
            return self._read_money(numeral, *currency)
        in_millions = self._read_million_code(numeral)
        if in_millions:
            return in_millions
        if is_code(numeral, tokens) or is_clock(numeral, tokens) or is_ordinal(numeral, tokens):
            return None
        if numeral.form == "fraction":
            return self._read_fraction(numeral)
        return self._read_measured(numeral)

    def _read_money(self, numeral: Numeral, unit: Unit, first: int) -> _Amount:
        tokens = self._tokens
        value, end, scale = self._with_letter(numeral, _MONEY_SCALES)
        unit, end = self._with_country(unit, end)
        unit, end = read_rate(tokens, unit, end)
        is_negative = tokens[numeral.first - 1].text in _MINUS or self._is_minus(first)
        first -= self._is_minus(first)
        value = value.copy_negate() if is_negative else value
        return _Amount(numeral, value, unit, first, end, scale, is_prefixed=True)

    def _read_million_code(self, numeral: Numeral) -> _Amount | None:
        """Read "MAUD 60" and "120 MEUR", as bankers write millions."""
        tokens, first, end = self._tokens, numeral.first, numeral.end
        value = ARITHMETIC.multiply(numeral.value, Decimal(10**6))
        for place in (first - 1, end):
            text = tokens[place].text
            if len(text) == 4 and text[0] == "M" and text[1:] in CODES:
                first, end = min(first, place), max(end, place + 1)
                return _Amount(numeral, value, CODES[text[1:]], first, end, 10**6)
        return None

    def _with_country(self, unit: Unit, end: int) -> tuple[Unit, int]:
        """Read on in "$76 US", "$75 U.S.", "$200 CAD"."""
        token = self._tokens[end]
        if token.text in CODES:
            return CODES[token.text], end + 1
        if unit.name == "USD" and token.text == "US":
            return unit, end + 1
        if unit.name == "USD" and token.text == "U" and self._tokens[end + 2].text == "S":
            return unit, end + 3 + (self._tokens[end + 3].text == ".")
        return unit, end

    def _read_measured(self, numeral: Numeral) -> _Amount | None:
        tokens = self._tokens
        value, end, scale = self._with_letter(numeral, _LETTER_SCALES)
        after_digits = numeral.form == "digits"
        end += self._plus_length(end)
        place = end + (numeral.form == "vague")
        found = read_unit(tokens, place, after_digits=after_digits)
        if found and found[0].dimension == "time" and is_time_title(tokens, numeral, found[1]):
            return None
        first = numeral.first
        is_negative = self._is_minus(first)
        first -= is_negative
        value = value.copy_negate() if is_negative else value
        amount = _Amount(numeral, value, None, first, end, scale)
        if found is None:
            if self._is_aged(numeral):
                return replace(amount, unit=YEARS_OF_AGE, is_prefixed=True)
            return None if self._is_glued_to_word(end) else amount
        unit, end = self._with_age(*found)
        amount = replace(amount, unit=unit, end=end)
        amount = self._with_late_scale(amount)
        return self._with_rest(amount)

    def _plus_length(self, end: int) -> int:
        """Return how many tokens say "or more" behind a number: "20+ points", "100-plus"."""
        tokens = self._tokens
        if tokens[end].text == "+" and is_glued(tokens, end) and not is_glued(tokens, end + 1):
            return 1
        return 2 * (is_hyphen_between(tokens, end) and tokens[end + 1].low == "plus")

    def _with_letter(self, numeral: Numeral, scales: dict[str, int]) -> tuple[Decimal, int, int]:
        """Apply a letter behind digits: "25k", "$2.7m", "35m of its devices"."""
        tokens, end = self._tokens, numeral.end
        letter = tokens[end].text
        if (
            numeral.form != "digits"
            or letter not in scales
            or numeral.scale > 1
            or not (is_glued(tokens, end) or self._is_spaced_million(end))
            or (is_glued(tokens, end + 1) and tokens[end + 1].kind in ("number", "word"))
        ):
            return numeral.value, end, numeral.scale
        if letter == "m" and scales is _LETTER_SCALES and not self._counts_millions(end + 1):
            return numeral.value, end, 1
        value = ARITHMETIC.multiply(numeral.value, Decimal(scales[letter]))
        return value, end + 1, scales[letter]

    def _is_spaced_million(self, index: int) -> bool:
        return self._tokens[index].text == "M" and self._tokens[index + 1].kind != "word"

    def _counts_millions(self, index: int) -> bool:
        """Say whether "m" in front of this place means a million, not a metre."""
        tokens = self._tokens
        if tokens[index].low == "of" or read_unit(tokens, index, after_digits=True):
            return True
        return read_counted(tokens, index) is not None

    def _is_glued_to_word(self, end: int) -> bool:
        token = self._tokens[end]
        return is_glued(self._tokens, end) and (token.kind == "word" or token.text in "_@\\")

    def _is_minus(self, first: int) -> bool:
        """Say whether the token before `first` is a sign or the word "minus"."""
        tokens = self._tokens
        before = tokens[first - 1]
        if before.low in ("minus", "negative"):
            return True
        if before.text not in _MINUS or not is_glued(tokens, first):
            return False
        return not is_glued(tokens, first - 1) or tokens[first - 2].text in _BEFORE_MINUS

    def _is_time_at(self, index: int) -> bool:
        found = read_unit(self._tokens, index, after_digits=False)
        return found is not None and found[0].dimension in ("time", "percent", "money")

    def _with_age(self, unit: Unit, end: int) -> tuple[Unit, int]:
        """Turn years into an age: "25 years old", "25-year-old", "eighteen months of age"."""
        tokens = self._tokens
        if unit.name not in _AGE_FACTORS:
            return unit, end
        place = end + is_hyphen_between(tokens, end)
        if tokens[place].low in ("old", "olds"):
            place += 1
        elif tokens[place].low == "of" and tokens[place + 1].low == "age":
            place += 2
        else:
            return unit, end
        base = "age" if unit.base == "month" else "age in days"
        return Unit(unit.name, "age", base, Fraction(_AGE_FACTORS[unit.name])), place

    def _is_aged(self, numeral: Numeral) -> bool:
        """Say whether "aged" or "between the ages of" stands before the number."""
        before = [token.low for token in self._tokens[max(numeral.first - 2, 0) : numeral.first]]
        if self._is_apposition(numeral):
            return True
        is_age = before[-1:] in (["aged"], ["ages"], ["age"]) or before in (
            ["ages", "of"],
            ["age", "of"],
        )
        return is_age and numeral.value < 130

    def _is_apposition(self, numeral: Numeral) -> bool:
        """Say whether the number is an age between commas: "Ann Lee, 19, said"."""
        tokens, first = self._tokens, numeral.first
        if tokens[first - 1].text != "," or tokens[numeral.end].text != ",":
            return False
        name = tokens[first - 2]
        is_name = name.kind == "word" and name.text[0].isupper() and name.low not in MONTHS
        return is_name and numeral.value == int(numeral.value) and tokens[first].text.isdecimal()

    def _with_late_scale(self, amount: _Amount) -> _Amount:
        """Read on in "75 USD million"."""
        unit, factor = amount.unit, MULTIPLIERS.get(self._tokens[amount.end].low, 1)
        if unit is None or unit.dimension != "money" or amount.scale > 1 or factor < 1000:
            return amount
        value = ARITHMETIC.multiply(amount.value, Decimal(factor))
        return replace(amount, value=value, scale=factor, end=amount.end + 1)

    def _with_rest(self, amount: _Amount) -> _Amount:
        """Add what follows the unit: "six feet 2 inches", "an hour and a half", "5 dollars 45"."""
        tokens, unit = self._tokens, amount.unit
        place = amount.end + (tokens[amount.end].low == "and")
        if unit is None or amount.value < 0:
            return amount
        numeral = read_numeral(tokens, place)
        if numeral is None:
            return amount
        if numeral.form == "fraction" and place > amount.end and unit.dimension != "age":
            is_own = read_unit(tokens, numeral.end, after_digits=False) is not None
            if is_own or tokens[numeral.end].low == "of":
                return amount
            value = ARITHMETIC.add(amount.value, numeral.value)
            return replace(amount, value=value, end=numeral.end)
        if numeral.form not in ("digits", "words"):
            return amount
        found = read_unit(tokens, numeral.end, after_digits=True)
        if found and (unit.name, found[0].name) in _COMPOUNDS:
            return self._compound(amount, unit, numeral, *found)
        if found is None and unit.dimension == "money":
            return self._with_cents(amount, numeral)
        return amount

    def _compound(
        self, amount: _Amount, unit: Unit, numeral: Numeral, small: Unit, end: int
    ) -> _Amount:
        """Add "2 inches" to "6 feet", in feet."""
        ratio = Fraction(1, 100) if unit.dimension == "money" else small.factor / unit.factor
        whole = Fraction(amount.value) + Fraction(numeral.value) * ratio
        value = ARITHMETIC.divide(Decimal(whole.numerator), Decimal(whole.denominator))
        return replace(amount, value=value, end=end)

    def _with_cents(self, amount: _Amount, numeral: Numeral) -> _Amount:
        tokens = self._tokens
        following = tokens[numeral.end]
        is_small = numeral.value < 100 and numeral.value == int(numeral.value)
        if amount.scale > 1 or amount.value != int(amount.value) or not is_small:
            return amount
        if following.kind != "end" and following.low not in _AFTER_CENTS:
            return amount
        value = ARITHMETIC.fma(numeral.value, Decimal("0.01"), amount.value)
        return replace(amount, value=value, end=numeral.end)

    def _read_fraction(self, numeral: Numeral) -> _Amount | None:
        """Return a fraction of a unit ("half an hour") or a share ("two-thirds")."""
        tokens = self._tokens
        is_negative = self._is_minus(numeral.first)
        value = numeral.value.copy_negate() if is_negative else numeral.value
        amount = _Amount(numeral, value, None, numeral.first - is_negative, numeral.end, 1)
        if self._is_said_as_ratio(amount):
            return replace(amount, unit=SHARE)
        if tokens[numeral.first - 1].low in _ORDINAL_WORDS or self._is_halfway(numeral):
            return None
        place = numeral.end + (tokens[numeral.end].low == "of")
        place += tokens[place].low in _ARTICLES
        is_direct = place == numeral.end
        is_ordinal_article = tokens[numeral.first].low in _ARTICLES and (
            tokens[numeral.end - 1].low not in ("half", "quarter")
        )
        if not is_direct or not is_ordinal_article:
            is_digits = tokens[numeral.first].kind != "word"
            found = read_unit(tokens, place, after_digits=is_digits)
            if found and (is_direct or tokens[place - 1].low in _ARTICLES):
                return replace(amount, unit=found[0], end=found[1])
        return replace(amount, unit=SHARE) if self._is_share(numeral) else None

    def _is_halfway(self, numeral: Numeral) -> bool:
        """Say whether "half" only begins a word: "half-time", "halfway"."""
        tokens, end = self._tokens, numeral.end
        return (
            tokens[end].text in HYPHENS
            and is_glued(tokens, end)
            and not (read_unit(tokens, end, after_digits=False))
        )

    def _is_share(self, numeral: Numeral) -> bool:
        tokens = self._tokens
        first, last = tokens[numeral.first].low, tokens[numeral.end - 1].low
        following, before = tokens[numeral.end], tokens[numeral.first - 1].low
        if first in _ARTICLES:
            return (
                following.low in ("of", "off")
                or following.low in _COMPARATIVES
                or following.kind in ("mark", "end")
            )
        if first == "quarter":
            return False
        if first == "half" and last == "half":
            is_measured = before in ("than", "by") or before in _MODIFIERS
            return is_measured or following.low in _HALF_OBJECTS or following.kind == "end"
        return True

    def _read_single(self, index: int) -> _Amount | None:
        """Read "a week", "an hour and a half", "a couple of days" where they say a length."""
        tokens = self._tokens
        low = tokens[index].low
        place = index + (low in _ARTICLES)
        is_couple = tokens[place].low == "couple" and tokens[place + 1].low == "of"
        value = Decimal(2 if is_couple else 1)
        place += 2 * is_couple
        if place == index and low != "fortnight":
            return None
        found = read_unit(tokens, place, after_digits=False)
        if found is None or found[0].dimension != "time" or tokens[place].low == "second":
            return None
        numeral = Numeral(value, index, index + 1, "words")
        unit, end = self._with_age(*found)
        amount = self._with_rest(_Amount(numeral, value, unit, index, end, 1))
        is_long = amount.end > end or is_couple
        is_whole = index == 0 and tokens[amount.end].kind == "end"
        is_lasting = tokens[index - 1].low in _LASTING and low in _ARTICLES
        return amount if is_long or is_whole or is_lasting else None

    def _read_rank(self, index: int) -> _Amount | None:
        """Read a place in a ranking: "finished second", "the third-largest", "in 12th place"."""
        tokens = self._tokens
        numeral = read_ordinal(tokens, index)
        if numeral is None:
            return None
        end, before = numeral.end, tokens[index - 1].low
        is_whole = index == 0 and tokens[end].kind == "end"
        is_ranked = before in _RANKED and tokens[end].kind != "word"
        is_place = tokens[end].low == "place" and before in ("in", "took", "to", "into")
        place = end + is_hyphen_between(tokens, end)
        is_leading = is_superlative(tokens[place].low) and tokens[place].low not in ("top", "least")
        if not (is_whole or is_ranked or is_place or (is_leading and numeral.value > 1)):
            return None
        return _Amount(numeral, numeral.value, RANK, index, end, 1)

    # Ranges and lists

    def _read_list(self, amount: _Amount, depth: int = 0) -> list[tuple[_Amount, Decimal | None]]:
        """Return a range, or a list that shares its unit; empty where the amount stands alone."""
        if depth > _MAX_LIST:
            return []
        found = self._read_connector(amount)
        if found is None:
            return []
        connector, place, is_hanging = found
        other = self._read_other(place)
        if other is None:
            return []
        if is_hanging and connector != "to":
            rest = self._read_list(other, depth + 1) or [(self._complete(other) or other, None)]
            head = self._share_unit(amount, rest[0][0])
            return [(head, None), *rest] if head and rest[0][0].unit else []
        nested = self._read_list(other, _MAX_LIST) if connector == "to" and depth == 0 else []
        if nested and nested[0][1] is not None:  # "from 24.2 to 33-35 billion"
            head = self._share_unit(amount, nested[0][0])
            return [(head, None), *nested] if head else []
        other = self._with_count(other)
        if connector in ("or", "and"):
            return self._read_alternatives(amount, other, connector)
        return self._read_range(amount, other, connector)

    def _with_count(self, amount: _Amount) -> _Amount:
        """Add what is counted, if something is."""
        counted = self._complete(amount)
        return counted if counted and counted.unit is not NONE else amount

    def _read_connector(self, amount: _Amount) -> tuple[str, int, bool] | None:
        """Return what links the amount to another: a word, the place behind it, and whether a
        hyphen stands for the unit ("8- to 16-meter").
        """
        tokens, place = self._tokens, amount.end
        token = tokens[place]
        is_open = not is_glued(tokens, place + 1) or tokens[place + 1].text == ","
        is_hanging = token.text in HYPHENS and is_glued(tokens, place) and is_open
        if token.text in _DASHES and not is_hanging:
            return ("-", place + 1, False) if self._is_range_dash(place) else None
        if is_hanging:
            if tokens[place + 1].kind == "number":
                return None
            place += 1
            place += tokens[place].text == ","
        low = tokens[place].low
        if low in ("to", "through"):
            return "to", place + 1, is_hanging
        if low == "up" and tokens[place + 1].low == "to" and tokens[amount.first - 1].low == "from":
            return "to", place + 2, False
        is_between = "between" in (tokens[amount.first - 1].low, tokens[amount.first - 4].low)
        if low == "and" and is_between:
            return "between", place + 1, is_hanging
        if low in ("or", "and"):
            return low, place + 1, is_hanging
        if low == "/" and amount.is_prefixed:
            return "-", place + 1, False
        return (",", place, True) if is_hanging else None

    def _is_range_dash(self, place: int) -> bool:
        """Say whether the dash at `place` stands between two numbers, glued or spaced evenly."""
        tokens = self._tokens
        is_even = is_glued(tokens, place) == is_glued(tokens, place + 1)
        following = tokens[place + 1]
        is_number = following.kind in ("number", "fraction") or following.text in SIGNS
        is_word = following.low in SMALL_NUMBERS and is_glued(tokens, place)
        return is_even and (is_number or is_word)

    def _read_other(self, place: int) -> _Amount | None:
        """Return the amount that begins exactly at `place`."""
        tokens = self._tokens
        for index in range(place, place + 4):
            numeral = read_numeral(tokens, index)
            if numeral:
                other = self._measure(numeral, place)
                return other if other and other.first == place else None
            token = tokens[index]
            is_prefix = token.text in SIGNS or token.text in CODES or token.text in _MINUS
            if (
                not is_prefix
                and f"{token.text}$" not in SIGNS
                and token.low not in ("=", "y", "minus")
            ):
                return None
        return None

    def _read_range(
        self, amount: _Amount, other: _Amount, connector: str
    ) -> list[tuple[_Amount, Decimal | None]]:
        tokens = self._tokens
        if connector == "to" and self._is_change(amount):
            return []
        head = self._share_unit(amount, other)
        if head is None or head.numeral.form == "vague":
            return []
        if head.is_bare:
            return self._read_bare_range(head, other, connector)
        if other.is_bare and not (amount.is_prefixed or connector == "-"):
            return []
        if head.unit and head.unit.dimension == "count" and is_year(head.numeral, tokens):
            return []
        return [(replace(head, end=other.end), other.value)]

    def _is_change(self, amount: _Amount) -> bool:
        """Say whether "rose 10 cents to 50 cents" gives a change and a level, no range."""
        before = self._tokens[amount.first - 1].low
        return not amount.is_bare and (before in _UP or before in _DOWN)

    def _read_bare_range(
        self, head: _Amount, other: _Amount, connector: str
    ) -> list[tuple[_Amount, Decimal | None]]:
        """Return a range of plain numbers: a score, "from 7 to 10"; not "2014-15"."""
        tokens = self._tokens
        if is_year(head.numeral, tokens) or is_date(head.numeral, tokens):
            return []
        is_score = connector == "-" and head.value < 100 and other.value < 100
        if is_date(other.numeral, tokens) or (not is_score and is_label(head.numeral, tokens)):
            return []
        before = tokens[head.first - 1].low
        if connector == "to" and before not in ("from", "between", "of"):
            return []
        if max(len(tokens[a.numeral.first].text) for a in (head, other)) > 3 and connector == "-":
            return []
        return [(replace(head, unit=NONE, end=other.end), other.value)]

    def _read_alternatives(
        self, amount: _Amount, other: _Amount, connector: str
    ) -> list[tuple[_Amount, Decimal | None]]:
        """Share the unit in "8 or $9", "two or three million", "45 and 50 mg"."""
        if not amount.is_bare or other.unit is None or is_label(amount.numeral, self._tokens):
            return []
        if connector == "and" and other.unit.dimension in ("count", "share"):
            return []
        if self._complete(amount) not in (None, replace(amount, unit=NONE)):
            return []
        head = self._share_unit(amount, other)
        return [(head, None), (other, None)] if head else []

    def _share_unit(self, amount: _Amount, other: _Amount) -> _Amount | None:
        """Give the first of two amounts the unit and the multiplier it leaves to the second.

        None where the two have different units.
        """
        unit = _common_unit(amount.unit, other.unit)
        if unit is None and amount.unit and other.unit:
            return None
        factor = other.scale
        if amount.scale == 1 and factor >= 100:
            unscaled = ARITHMETIC.divide(other.value, Decimal(factor))
            if amount.value.copy_abs() < unscaled.copy_abs():
                value = ARITHMETIC.multiply(amount.value, Decimal(factor))
                amount = replace(amount, value=value, scale=factor)
        return replace(amount, unit=unit)

    # Counts and numbers without a unit

    def _complete(self, amount: _Amount) -> _Amount | None:
        """Return the amount with what it counts; None where the number is no amount."""
        if amount.unit is not None:
            return amount
        tokens, numeral = self._tokens, amount.numeral
        if is_date(numeral, tokens) or is_numbered(numeral, tokens) or self._is_reference(amount):
            return None
        counted = self._read_counted(amount)
        if is_year(numeral, tokens) and not (counted and self._is_round_count(numeral)):
            return None
        if counted:
            return counted
        if numeral.form == "vague" or is_label(numeral, tokens):
            return None
        is_adjective = (
            is_hyphen_between(tokens, amount.end) and tokens[amount.end + 1].kind == "word"
        )
        if is_adjective and numeral.form == "words":
            return None  # "a six-speed gearbox", "zero-tolerance"
        if numeral.form == "words" and numeral.value == 1 and amount.value > 0:
            return None
        return replace(amount, unit=NONE)

    def _is_reference(self, amount: _Amount) -> bool:
        """Say whether a number only points at things named before, or ranks them.

        "The two nations" and "these three" count nothing anew; "the world's two largest
        economies" is about their rank.
        """
        tokens, numeral = self._tokens, amount.numeral
        if numeral.form != "words" or numeral.value > 10:
            return False
        before = tokens[amount.first - 1].low
        following = tokens[amount.end]
        if is_superlative(following.low) and following.low != "top":
            return before in _OWNERS or before.endswith("'s")
        if before not in _ANAPHORIC:
            return False
        return numeral.value == 2 or self._read_counted(amount) is None

    def _is_round_count(self, numeral: Numeral) -> bool:
        """Say whether a number like a year counts things: "1200 homes", "2000 people"."""
        tokens = self._tokens
        if numeral.form != "digits" or is_counted_year(numeral, tokens):
            return False
        before = tokens[numeral.first - 1].low
        is_round = numeral.value % 100 == 0 and before not in ("the", "a") and "'s" not in before
        return is_round or not 1900 <= numeral.value < 2100

    def _read_counted(self, amount: _Amount) -> _Amount | None:
        tokens, numeral, end = self._tokens, amount.numeral, amount.end
        is_one = numeral.value == 1
        before = tokens[amount.first - 1].low
        if is_one and before in _NOT_BEFORE_ONE:
            return None
        if is_one and before == "only" and tokens[amount.first - 2].low == "the":
            return None
        if is_hyphen_between(tokens, end):
            return self._read_hyphenated(amount)
        place = end
        if tokens[end].low == "of":
            place = skip_determiners(tokens, end + 1)
            is_definite = place > end + 1 or tokens[place].text[:1].isupper()
            if not is_definite and numeral.form != "vague":
                return None
            if is_one and is_superlative(tokens[place].low):
                return None
            is_one = False
        inner = self._skip_inner_amount(place, is_part=place > end)
        counted = read_counted(tokens, inner, is_one=is_one)
        if counted is None or is_named(numeral, tokens, tokens[counted[1] - 1]):
            return None
        unit, place = read_rate(tokens, _unit_of_noun(counted[0]), counted[1])
        holds_amount = inner > end and any(
            tokens[i].kind == "number" or tokens[i].low in SMALL_NUMBERS for i in range(end, place)
        )
        return replace(amount, unit=unit, end=end if holds_amount else place)

    def _skip_inner_amount(self, place: int, *, is_part: bool) -> int:
        """Return the place behind "250ml" in "eight million 250ml bottles", or behind "nine" in
        "eight of the nine countries".
        """
        tokens = self._tokens
        numeral = read_numeral(tokens, place)
        if numeral is None or numeral.form not in ("digits", "words"):
            return place
        if is_part:
            return numeral.end
        found = read_unit(tokens, numeral.end, after_digits=True)
        return found[1] if found and found[0].dimension != "money" else place

    def _read_hyphenated(self, amount: _Amount) -> _Amount | None:
        """Read what an adjective counts: "12-member", "six-cylinder"."""
        tokens, place = self._tokens, amount.end + 1
        word = tokens[place]
        if word.kind != "word" or word.low in FUNCTION_WORDS or not word.text.islower():
            return None
        if amount.numeral.form != "digits" and word.low not in ATTRIBUTIVE:
            return None
        return replace(amount, unit=Unit(word.low, "count", word.low), end=place + 1)

    # The words around

    def _build(self, amount: _Amount, upper: Decimal | None = None) -> Quantity:
        tokens = self._tokens
        unit = amount.unit or NONE
        modifier, place = self._read_modifier(amount, unit)
        is_change = unit.dimension in _CHANGING or unit.name == "point"
        direction = self._read_direction(place, amount.end) if is_change else None
        is_rough = amount.numeral.form == "vague" or (
            unit is SHARE and self._is_said_as_ratio(amount)
        )
        if modifier is None and is_rough:
            modifier = "about"
        if upper is None:
            upper = amount.numeral.upper
        start, end = tokens[amount.first].start, tokens[amount.end - 1].end
        return Quantity(
            start, end, self._text[start:end], amount.value, upper, unit, modifier, direction
        )

    def _is_said_as_ratio(self, amount: _Amount) -> bool:
        places = range(amount.first, amount.end)
        return any(self._tokens[place].low in ("in", "of", "over") for place in places)

    def _read_modifier(self, amount: _Amount, unit: Unit) -> tuple[str | None, int]:
        """Return the modifier beside the amount, and where what stands before it ends."""
        tokens, first = self._tokens, amount.first
        behind = f"{tokens[amount.end].low} {tokens[amount.end + 1].low}"
        found = _MODIFIERS_BEHIND.get(behind)
        places = range(amount.numeral.end, min(amount.end, amount.numeral.end + 3))
        is_plus = any(tokens[place].low in ("+", "plus") for place in places)
        if is_plus or (tokens[amount.end].text == "+" and is_glued(tokens, amount.end)):
            found = "at least"
        if tokens[first - 1].low not in _MODIFIER_ENDS:
            return found, first
        for length in (3, 2, 1):
            phrase = " ".join(token.low for token in tokens[max(first - length, 0) : first])
            if phrase == "over" and unit.dimension == "time":
                continue  # "over three years" is a span, not a bound
            if phrase in _MODIFIERS:
                return found or _MODIFIERS[phrase], first - length
        return found, first

    def _read_direction(self, place: int, end: int) -> str | None:
        tokens = self._tokens
        low = tokens[place - 1].low
        if low == "of":
            return _direction(tokens[place - 2].low, _UP_NOUNS, _DOWN_NOUNS)
        if low in ("by", "a", "an", "another", "from", "between"):
            low = tokens[place - 2].low if low != "from" else ""
        found = _direction(low, _UP, _DOWN)
        return found or _direction(tokens[end].low, _UP_NOUNS, _DOWN_NOUNS)


def _direction(low: str, up: frozenset[str], down: frozenset[str]) -> str | None:
    return "up" if low in up else "down" if low in down else None


def _unit_of_noun(noun: str) -> Unit:
    """Return the unit that a counted noun ends in ("rushing yard"), or the noun as a unit."""
    *adjectives, head = noun.split()
    unit = NAMES.get(head)
    if unit and unit.dimension in ("length", "volume", "area", "mass"):
        return unit
    if unit and unit.dimension == "time" and _LASTING_ADJECTIVES.issuperset(adjectives):
        return unit
    return Unit(noun, "count", noun.lower())


def _common_unit(one: Unit | None, other: Unit | None) -> Unit | None:
    """Return the unit of both: "between $5 and $7 a day" are both a day's."""
    if one is None or other is None or one == other:
        return one or other
    if other.name.startswith(f"{one.name} per "):
        return other
    return one if one.name.startswith(f"{other.name} per ") else None
