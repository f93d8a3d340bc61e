"""Numbers in digits and in words: "1.5 million", "1.234,56", "twenty-five thousand", "two-thirds".

Only the number itself is read here; what it counts is the business of `quantities`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from claims.text.tokens import MAX_DIGITS, Token, is_glued, is_hyphen_between, parse_digits
from claims.text.wordlists import word_list

__all__ = [
    "ARITHMETIC",
    "MULTIPLIERS",
    "ORDINALS",
    "SMALL_NUMBERS",
    "Numeral",
    "is_ordinal_suffix",
    "read_numeral",
    "read_ordinal",
    "read_ratio",
]

# Own context: the reading must not depend on what the caller did to the global one.
ARITHMETIC = Context(prec=34)

SMALL_NUMBERS = {
    word: value
    for value, word in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
} | {
    word: 20 + 10 * place
    for place, word in enumerate(word_list("twenty thirty forty fifty sixty seventy eighty ninety"))
}
SMALL_NUMBERS |= {"nought": 0, "naught": 0, "fourty": 40}
_SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
}
_ABBREVIATED = {
    "mn": 10**6,
    "mln": 10**6,
    "mil": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "tln": 10**12,
}
_PLURAL_SCALES = {
    "thousands": 10**3,
    "lakhs": 10**5,
    "millions": 10**6,
    "crores": 10**7,
    "billions": 10**9,
    "trillions": 10**12,
}
MULTIPLIERS = {"hundred": 100} | _SCALES | _ABBREVIATED | _PLURAL_SCALES
_DOZENS = frozenset(["dozen", "dozens", "dozs", "doz"])
_VAGUE = {"dozens": 12, "hundreds": 100} | _PLURAL_SCALES
_ORDINAL_ONES = word_list(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINAL_TENS = word_list(
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
)
ORDINALS = {word: value for value, word in enumerate(_ORDINAL_ONES)} | {
    word: 20 + 10 * place for place, word in enumerate(_ORDINAL_TENS)
}
_DENOMINATORS = {word: value for word, value in ORDINALS.items() if value >= 3} | {
    "half": 2,
    "quarter": 4,
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
    "billionth": 10**9,
    "trillionth": 10**12,
}
_PLURAL_DENOMINATORS = {f"{word}s": value for word, value in _DENOMINATORS.items()} | {"halves": 2}
_ONES_OF_DENOMINATORS = {f"{word}s": value for word, value in ORDINALS.items() if 0 < value < 10}
_VULGAR = {
    "¼": (1, 4), "½": (1, 2), "¾": (3, 4), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10),
    "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_LARGE_ORDINALS = {"hundredth": 100} | {f"{word}th": value for word, value in _SCALES.items()}
_ORDINAL_SUFFIXES = {"st": "1", "nd": "2", "rd": "3", "th": ""}
_ARTICLES = frozenset(["a", "an"])
_AND = frozenset(["and", "&"])
_MAX_WORDS = 24

_THREE_DIGITS = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_LEADING_GROUP = re.compile(r"[1-9]\d{0,2}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the tokens it is written with.

    `first` and `end` are places in the list of tokens, `end` excluded. `form` is "digits",
    "words", "fraction" (a share of one: "two-thirds", "one in five"), "vague" ("dozens", from
    `value` up to `upper`), "ordinal" or "year" (spelled: "nineteen ninety-six"). `scale` is the
    last multiplier word, 1 without one.
    """

    value: Decimal
    first: int
    end: int
    form: str
    scale: int = 1
    upper: Decimal | None = None


def read_numeral(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Return the longest number that begins at `index`, or None."""
    kind = tokens[index].kind
    if kind == "number":
        numeral = _read_digits(tokens, index)
    elif kind == "fraction":
        numeral = _fraction_numeral(tokens, index, *_VULGAR.get(tokens[index].text, (0, 1)))
    elif kind == "word":
        numeral = _read_words(tokens, index)
    else:
        return None
    return None if numeral is None else _with_half(tokens, numeral)


def read_ordinal(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Return the ordinal that begins at `index`: "11th", "twenty-fifth", "three millionth"."""
    token = tokens[index]
    if token.kind == "number":
        value = parse_digits(token.text) if is_ordinal_suffix(tokens, index + 1) else None
        return None if value is None else Numeral(value, index, index + 2, "ordinal")
    if token.low in ORDINALS or token.low in _LARGE_ORDINALS:
        value = Decimal(ORDINALS.get(token.low) or _LARGE_ORDINALS.get(token.low, 0))
        return Numeral(value, index, index + 1, "ordinal")
    if token.low not in SMALL_NUMBERS:
        return None
    cardinal = _read_cardinal(tokens, index)
    if cardinal is None or cardinal.form != "words":
        return None
    place = cardinal.end + (tokens[cardinal.end].low == "and")
    place += is_hyphen_between(tokens, place)
    low = tokens[place].low
    if low in _LARGE_ORDINALS:
        value = ARITHMETIC.multiply(cardinal.value, Decimal(_LARGE_ORDINALS[low]))
    elif low in ORDINALS and _can_follow(int(cardinal.value), ORDINALS[low]):
        value = ARITHMETIC.add(cardinal.value, Decimal(ORDINALS[low]))
    else:
        return None
    return Numeral(value, index, place + 1, "ordinal")


def is_ordinal_suffix(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a suffix at `index` makes an ordinal of the digits before it: not in "14st"."""
    suffix, digits = tokens[index].low, tokens[index - 1].text
    if suffix not in _ORDINAL_SUFFIXES or not is_glued(tokens, index):
        return False
    return suffix == "th" or (digits[-2:-1] != "1" and _ORDINAL_SUFFIXES[suffix] == digits[-1:])


def _can_follow(cardinal: int, small: int) -> bool:
    """Say whether an ordinal ends a number: "twenty" and "fifth" do, "one" and "fifth" do not."""
    if cardinal % 100 == 0:
        return small > 0
    return cardinal % 100 >= 20 and cardinal % 10 == 0 and 0 < small < 10


def _read_digits(tokens: Sequence[Token], index: int) -> Numeral | None:
    value = parse_digits(tokens[index].text)
    if value is None:
        return None
    value, end = _with_spaced_groups(tokens, index, value)
    simple = _slash_fraction(tokens, index)
    if simple:
        return simple
    following = tokens[end]
    if following.kind == "fraction" and following.text in _VULGAR:
        top, bottom = _VULGAR[following.text]
        value, end = ARITHMETIC.add(value, _divide(top, bottom)), end + 1
    else:
        mixed = _slash_fraction(tokens, end) if following.kind == "number" else None
        if mixed and not is_glued(tokens, end) and mixed.value < 1:
            value, end = ARITHMETIC.add(value, mixed.value), mixed.end
    value, end = _with_exponent(tokens, value, end)
    return _with_multipliers(tokens, Numeral(value, index, end, "digits"))


def _with_spaced_groups(tokens: Sequence[Token], index: int, value: Decimal) -> tuple[Decimal, int]:
    """Join "40 000": groups of three digits behind one space each."""
    digits, end = tokens[index].text, index + 1
    if not _LEADING_GROUP.fullmatch(digits) or tokens[index - 1].text[:1].isupper():
        return value, end
    while (
        tokens[end].is_spaced
        and _THREE_DIGITS.fullmatch(tokens[end].text)
        and len(digits) < MAX_DIGITS
    ):
        digits += tokens[end].text.replace(",", ".")
        end += 1
        if "." in digits:
            break
    return Decimal(digits), end


def _slash_fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Read "3/4"; dates and scores ("9/11", "24/7") are left alone."""
    if tokens[index + 1].text not in ("/", "⁄") or not is_glued(tokens, index + 1):
        return None
    bottom = tokens[index + 2]
    if bottom.kind != "number" or not is_glued(tokens, index + 2) or len(bottom.text) > 4:
        return None
    if not (tokens[index].text.isdecimal() and bottom.text.isdecimal()):
        return None
    above, below = int(tokens[index].text), int(bottom.text)
    is_common = above == 1 or below in (3, 4, 5, 6, 8, 10, 16)
    if not 0 < above < below or not is_common or tokens[index + 3].text == "/":
        return None
    return _fraction_numeral(tokens, index, above, below, index + 3)


def _with_exponent(tokens: Sequence[Token], value: Decimal, end: int) -> tuple[Decimal, int]:
    """Apply "e14" or "×10^-4" behind a number."""
    if tokens[end].low == "e" and is_glued(tokens, end):
        exponent = _signed_integer(tokens, end + 1)
    elif tokens[end].low in ("x", "×") and tokens[end + 1].text == "10":
        power = end + 3 if tokens[end + 2].text == "^" else end + 2
        exponent = _signed_integer(tokens, power) if is_glued(tokens, power) else None
    elif tokens[end].text == "^" and is_glued(tokens, end):
        exponent = _signed_integer(tokens, end + 1)
        if exponent is None or not value:
            return value, end
        return ARITHMETIC.power(value, exponent[0]), exponent[1]
    else:
        return value, end
    if exponent is None:
        return value, end
    return value.scaleb(exponent[0], ARITHMETIC), exponent[1]


def _signed_integer(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    is_negative = tokens[index].text in ("-", "−")
    index += is_negative or tokens[index].text == "+"
    digits = tokens[index].text
    if tokens[index].kind != "number" or not digits.isdecimal() or len(digits) > 2:
        return None
    return (-int(digits) if is_negative else int(digits)), index + 1


def _with_multipliers(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Apply the words behind digits: "1.3 thousand million", "4.1bn", "3 hundred and 21"."""
    value, end, scale = numeral.value, numeral.end, numeral.scale
    for _ in range(3):
        place = end + is_hyphen_between(tokens, end)
        factor = MULTIPLIERS.get(tokens[place].low)
        if factor is None:
            break
        value, end, scale = ARITHMETIC.multiply(value, Decimal(factor)), place + 1, factor
    if scale == numeral.scale:
        return numeral
    if scale == 100:
        place = end + (tokens[end].low in _AND)
        rest = _small_remainder(tokens, place)
        if rest is not None:
            value, end = ARITHMETIC.add(value, Decimal(rest[0])), rest[1]
    return replace(numeral, value=value, end=end, scale=scale)


def _small_remainder(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    token = tokens[index]
    if token.kind == "number" and token.text.isdecimal() and len(token.text) <= 2:
        return int(token.text), index + 1
    if token.low in SMALL_NUMBERS and token.low not in ("zero", "one"):
        return SMALL_NUMBERS[token.low], index + 1
    return (1, index + 1) if token.low == "one" and tokens[index - 1].low in _AND else None


def _read_words(tokens: Sequence[Token], index: int) -> Numeral | None:
    low = tokens[index].low
    if low in ("half", "quarter"):
        return _read_leading_fraction(tokens, index)
    if low in _VAGUE or low == "tens":
        return _read_vague(tokens, index)
    if low in _ARTICLES:
        return _read_after_article(tokens, index)
    if low not in SMALL_NUMBERS and low not in _DOZENS:
        return None
    return _read_number_words(tokens, index)


def _read_number_words(tokens: Sequence[Token], index: int) -> Numeral | None:
    numeral = _read_cardinal(tokens, index)
    if numeral is None:
        return None
    fraction = _read_denominator(tokens, numeral)
    return fraction or _with_decimals(tokens, numeral)


def _read_after_article(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Read "a hundred", "a dozen", "a third", "a quarter million", "a half-dozen"."""
    place = _past_hyphen(tokens, index + 1)
    low = tokens[place].low
    if low == "hundred" or low in _SCALES or low in _DOZENS:
        return _read_number_words(tokens, index)
    if SMALL_NUMBERS.get(low, 0) >= 20 and is_hyphen_between(tokens, place + 1):
        below = ORDINALS.get(tokens[place + 2].low, 0)
        bottom = SMALL_NUMBERS[low] + below
        return _fraction_numeral(tokens, index, 1, bottom, place + 3) if 0 < below < 10 else None
    if low in ("half", "quarter"):
        numeral = _read_leading_fraction(tokens, place)
        return replace(numeral, first=index) if numeral else None
    if low in _DENOMINATORS:
        return _fraction_numeral(tokens, index, 1, _DENOMINATORS[low], place + 1)
    return None


def _read_leading_fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Read "half", "half a million", "half a dozen", "quarter of a million"."""
    bottom = 2 if tokens[index].low == "half" else 4
    return _fraction_numeral(tokens, index, 1, bottom, index + 1)


def _fraction_numeral(
    tokens: Sequence[Token], index: int, top: int, bottom: int, end: int | None = None
) -> Numeral | None:
    """Return a fraction, times the multiplier behind it if there is one ("of a million")."""
    if top == 0:
        return None
    end = index + 1 if end is None else end
    value = _divide(top, bottom)
    place = end + is_hyphen_between(tokens, end)
    place += tokens[place].low == "of"
    place += tokens[place].low in _ARTICLES
    low = tokens[place].low
    factor = 12 if low == "dozen" else _SCALES.get(low) or _ABBREVIATED.get(low)
    if factor is None:
        return Numeral(value, index, end, "fraction")
    exact = _divide(top * factor, bottom)
    return Numeral(exact, index, place + 1, "words", scale=factor)


def _read_vague(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Read "dozens of", "tens of thousands of", "hundreds of millions of"."""
    place = index
    if tokens[place].low == "tens":
        if tokens[place + 1].low != "of" or tokens[place + 2].low not in _PLURAL_SCALES:
            return None
        value, place = 10 * _PLURAL_SCALES[tokens[place + 2].low], place + 3
    else:
        value, place = _VAGUE[tokens[place].low], place + 1
        while tokens[place].low == "of" and tokens[place + 1].low in _PLURAL_SCALES:
            value *= _PLURAL_SCALES[tokens[place + 1].low]
            place += 2
            if value > 10**18:
                return None
    if tokens[place].low != "of":
        return None
    return Numeral(Decimal(value), index, place, "vague", upper=Decimal(10 * value))


class _Cardinal:
    """Adds up number words, left to right; `take` refuses a word that cannot come next."""

    def __init__(self) -> None:
        self.total = 0
        self.group: int | None = None
        self.room = 100  # the next small number must be below this
        self.floor = 10**18  # the next scale must be below this
        self.scale = 1
        self.last_part = 0

    @property
    def value(self) -> int:
        return self.total + (self.group or 0)

    def take(self, word: str) -> bool:
        small = SMALL_NUMBERS.get(word)
        if small is not None:
            return self._take_small(small)
        if word in ("hundred", "hundreds"):
            return self._take_hundred()
        factor = _SCALES.get(word)
        return factor is not None and self._take_scale(factor)

    def expects_more(self) -> bool:
        """Say whether "and" may come next."""
        return self.room == 100 and self.value > 0

    def _take_small(self, small: int) -> bool:
        if small >= self.room or (self.group and not small):
            return False
        self.group = (self.group or 0) + small
        self.room = 10 if small >= 20 else 0
        return True

    def _take_hundred(self) -> bool:
        if not self.group or self.group >= 100:
            return False
        self.group, self.room, self.scale = self.group * 100, 100, 100
        return True

    def _take_scale(self, factor: int) -> bool:
        if self.group is None:  # "thousand million"
            if not self.last_part or factor <= self.scale:
                return False
            self.total += self.last_part * (factor - 1)
            self.last_part *= factor
        else:
            if factor >= self.floor or not self.group:
                return False
            self.last_part = self.group * factor
            self.total += self.last_part
            self.floor = factor
        self.group, self.room, self.scale = None, 100, factor
        return True


def _read_cardinal(tokens: Sequence[Token], index: int) -> Numeral | None:
    place = index
    sum_ = _Cardinal()
    if tokens[index].low in _ARTICLES or tokens[index].low in _DOZENS:
        sum_.take("one")
        place += tokens[index].low in _ARTICLES
    is_between = tokens[index - 1].low == "between"
    before_and = 0
    while place - index < _MAX_WORDS:
        value = sum_.value
        following = place + (place > index and is_hyphen_between(tokens, place))
        if sum_.take(tokens[following].low):
            place = following + 1
        elif (
            tokens[place].low in _AND
            and sum_.expects_more()
            and not is_between
            and _is_remainder(tokens, place + 1)
            and sum_.take(tokens[place + 1].low)
        ):
            before_and, place = value, place + 2
        else:
            break
    if place == index and tokens[index].low not in _DOZENS:
        return None
    value, scale = sum_.value, sum_.scale
    following = place + (place > index and is_hyphen_between(tokens, place))
    if tokens[following].low in _DOZENS:
        value, scale, place = before_and + (value - before_and) * 12, 12, following + 1
    elif 10 <= value <= 20 and SMALL_NUMBERS.get(tokens[following].low, 0) >= 10:
        return Numeral(Decimal(value), index, following + 1, "year")
    return Numeral(Decimal(value), index, place, "words", scale)


def _is_remainder(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a small number begins here, and no fraction ("two million and three fifths")."""
    if tokens[index].low not in SMALL_NUMBERS:
        return False
    if SMALL_NUMBERS[tokens[index].low] >= 20:
        return True
    place = index + 1
    while place < index + 4 and (
        tokens[place].low in SMALL_NUMBERS or is_hyphen_between(tokens, place)
    ):
        place += 1
    low = tokens[place].low
    return low not in _PLURAL_DENOMINATORS and (place > index + 1 or low not in _DENOMINATORS)


def _read_denominator(tokens: Sequence[Token], numeral: Numeral) -> Numeral | None:
    """Read "two-thirds", "one fifth" where a number in words ends."""
    is_joined = is_hyphen_between(tokens, numeral.end)
    place = numeral.end + is_joined
    low = tokens[place].low
    top = int(numeral.value)
    tens = SMALL_NUMBERS.get(low, 0)
    if tens >= 20:  # "three twenty-firsts"
        ones = place + 1 + is_hyphen_between(tokens, place + 1)
        below = _ONES_OF_DENOMINATORS.get(tokens[ones].low)
        return (
            _fraction_numeral(tokens, numeral.first, top, tens + below, ones + 1) if below else None
        )
    last = SMALL_NUMBERS.get(tokens[numeral.end - 1].low, 0)
    is_split = top > 100 and last >= 20 and tokens[numeral.end - 2].low not in _AND
    if is_split and low in _ONES_OF_DENOMINATORS:  # "one hundred thirty-fifths"
        parts = last + _ONES_OF_DENOMINATORS[low]
        return _fraction_numeral(tokens, numeral.first, top - last, parts, place + 1)
    bottom = _PLURAL_DENOMINATORS.get(low) if top != 1 else _DENOMINATORS.get(low)
    if low in ("quarters", "halves") and top % 2 == 0:
        return None  # "two quarters" are half a year
    if bottom is None and top == 1 and low in SMALL_NUMBERS:
        ordinal = read_ordinal(tokens, place)  # "one one-hundredth"
        if ordinal and ordinal.value > 20:
            return _fraction_numeral(tokens, numeral.first, 1, int(ordinal.value), ordinal.end)
    if bottom is None or not top:
        return None
    return _fraction_numeral(tokens, numeral.first, top, bottom, place + 1)


def _with_decimals(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Append "point zero three"; a scale may follow ("two point five million")."""
    if tokens[numeral.end].low != "point":
        return numeral
    place, digits = numeral.end + 1, ""
    while tokens[place].low in SMALL_NUMBERS and len(digits) < 12:
        digits += str(SMALL_NUMBERS[tokens[place].low])
        place += 1
    if not digits:
        return numeral
    value = ARITHMETIC.add(numeral.value, Decimal(f"0.{digits}"))
    return _with_multipliers(tokens, replace(numeral, value=value, end=place))


def _with_half(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Append "and a half", "and three quarters"; a scale may stand before or behind."""
    place = _past_hyphen(tokens, numeral.end)
    if tokens[place].low not in _AND or numeral.form not in ("digits", "words"):
        return numeral
    if tokens[numeral.first - 1].low == "between":
        return numeral
    place = _past_hyphen(tokens, place + 1)
    if tokens[place].low not in _ARTICLES and tokens[place].low not in SMALL_NUMBERS:
        return numeral
    fraction = _read_words(tokens, place)
    if fraction is None:
        return numeral
    if (
        fraction.form == "words"
        and 1 < fraction.scale < numeral.scale
        and fraction.value < (fraction.scale)
    ):  # "one billion and a half million"
        value = ARITHMETIC.add(numeral.value, fraction.value)
        return replace(numeral, value=value, end=fraction.end)
    if fraction.form == "fraction":
        unit = numeral.scale if numeral.scale >= 1000 else 1
        value = ARITHMETIC.fma(fraction.value, Decimal(unit), numeral.value)
        return replace(numeral, value=value, end=fraction.end)
    if (
        fraction.form == "words"
        and fraction.scale > 1
        and numeral.scale == 1
        and (fraction.value < fraction.scale)
    ):  # "five and a half million"
        value = ARITHMETIC.fma(numeral.value, Decimal(fraction.scale), fraction.value)
        return replace(numeral, value=value, end=fraction.end, scale=fraction.scale)
    return numeral


def read_ratio(tokens: Sequence[Token], numeral: Numeral) -> Numeral | None:
    """Return the share that "one in five", "two out of three", "nine of every ten" says, or None.

    `numeral` is the first of the two numbers.
    """
    if numeral.form not in ("digits", "words") or numeral.value < 1:
        return None
    place = _past_hyphen(tokens, numeral.end)
    words = tokens[place].low, tokens[place + 1].low
    if words in (("out", "of"), ("of", "every"), ("in", "every"), ("of", "each")):
        place += 2
        place += tokens[place].low in ("every", "each")
    elif words[0] == "of" and _is_small_whole(tokens[place + 1]):
        place += 1  # "eight of 10"
    elif words[0] == "in" or (words[0] == "over" and numeral.value == 1):
        place = _past_hyphen(tokens, place + 1)
    else:
        return None
    whole = _read_whole(tokens, place)
    if whole is None or whole.value <= numeral.value or whole.value > 10**9:
        return None
    if numeral.value != int(numeral.value) or whole.value != int(whole.value):
        return None
    if words[0] == "over" and tokens[whole.end].kind == "word":
        return None  # "one over 20 years"
    share = _divide(int(numeral.value), int(whole.value))
    return Numeral(share, numeral.first, whole.end, "fraction")


def _is_small_whole(token: Token) -> bool:
    if token.text.isdecimal():
        return len(token.text) <= 2 and int(token.text) <= 10
    return 0 < SMALL_NUMBERS.get(token.low, 0) <= 10


def _read_whole(tokens: Sequence[Token], index: int) -> Numeral | None:
    token = tokens[index]
    is_year = token.text.isdecimal() and len(token.text) == 4 and token.text[:2] in ("19", "20")
    if is_year:
        return None
    if token.kind == "number":
        return _read_digits(tokens, index)
    return _read_cardinal(tokens, index) if token.low in SMALL_NUMBERS else None


def _past_hyphen(tokens: Sequence[Token], index: int) -> int:
    return index + is_hyphen_between(tokens, index)


def _divide(top: int, bottom: int) -> Decimal:
    return ARITHMETIC.divide(Decimal(top), Decimal(bottom))
