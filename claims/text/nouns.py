"""What is counted: the noun behind a number, in its singular form.

There is no tagger here. A count is recognised by its plural: the words behind the number are taken
up to the first one that looks like a plural noun, and only if no word between them says that the
phrase has ended.
"""

from collections.abc import Sequence

from claims.text.tokens import Token, is_glued, is_hyphen_between
from claims.text.wordlists import word_list, word_set

__all__ = [
    "ATTRIBUTIVE",
    "FUNCTION_WORDS",
    "is_plural",
    "is_superlative",
    "read_counted",
    "singular",
    "skip_determiners",
]

FUNCTION_WORDS = word_set("""
    a an the this that these those which who whom whose what where when while why how there here
    and or but nor so yet than then as if because although though unless until till since
    of in at on to for from by with without within into onto upon over under above below between
    among amid against during before after about around near across along through throughout
    behind beyond beside besides despite toward towards per via versus vs off out up down away
    back ahead inside outside except like unlike plus minus
    i you he she it we they me him her us them my your his its our their mine yours hers ours theirs
    himself herself itself themselves myself ourselves
    is are was were be been being am has have had having do does did doing done will would shall
    should can could may might must cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't
    didn't don't won't wouldn't can't couldn't shouldn't
    not no nor never ever also too only just even still already again once twice always often
    sometimes perhaps maybe however instead indeed yes thus hence therefore otherwise else
    each every either neither both all any some many much few several another one ones none
    today tomorrow yesterday tonight now later earlier ago soon recently currently nearly almost
    said says say told tells asked added according because including included includes
    came comes come went goes go got gets get made makes make took takes take taken left found
    died dies die killed won lost scored finished ranked became become remained stayed lived lives
    respectively apiece altogether combined overall together alone worldwide nationwide
    very quite rather really well long wide deep high tall thick old away short apart
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep
    oct nov dec
    percent pct million billion trillion thousand hundred
    """)
# Plurals that no rule below makes, and collective nouns that are counted.
_PLURALS = {
    "people": "people",
    "persons": "people",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "geese": "goose",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "alumni": "alumnus",
    "fungi": "fungus",
    "bacteria": "bacterium",
    "crises": "crisis",
    "analyses": "analysis",
    "lenses": "lens",
}
_PLURALS |= {
    word: word
    for word in word_list(
        "staff police troops personnel cattle sheep fish deer salmon aircraft spacecraft series "
        "species offspring headquarters crossroads youth livestock clergy folk bison swine"
    )
}
_PLURALS |= {
    f"{word}s": word for word in word_list("movie cookie selfie zombie rookie calorie tie")
}
_PLURALS |= {f"{word}s": word for word in word_list("shoe toe canoe foe ache headache cache")}
_PLURALS |= {
    f"{word}es": word for word in word_list("virus bus bonus campus status focus gas bias")
}
_PLURALS |= {
    f"{stem}ves": f"{stem}{ending}"
    for ending, stems in (("fe", "li wi kni"), ("f", "wol lea shel thie hal cal loa scar"))
    for stem in word_list(stems)
}
_PLURALS |= {
    f"{stem}{plural}": f"{stem}{single}"
    for stem in word_list("business congress police sports sales service crew fire fisher gun")
    for plural, single in (("men", "man"), ("women", "woman"), ("people", "people"))
}
# Words with an s at their end that are no plurals.
_NOT_PLURAL = word_set("""
    this his its was has is as us thus plus unless always perhaps sometimes besides towards
    news politics physics economics mathematics athletics gymnastics diabetes gas bus lens
    virus bonus campus status focus bias crisis basis analysis thesis census consensus chorus
    circus genius surplus citrus versus does goes says makes takes gets comes yes overseas
    nowadays afterwards indoors outdoors upstairs downstairs
    texas paris james jones wales brussels angeles vegas dallas kansas arkansas illinois
    massachusetts athens netherlands philippines mars venus jesus christmas
    """)
# Nouns that keep the singular before another noun: "the 12 page report", "a six-cylinder engine".
ATTRIBUTIVE = word_set(
    "page seat member bedroom man woman person people door storey story hole cylinder game match "
    "part piece star lane room vote nation country state party team"
)
# Words between a number and its noun that say nothing about what is counted.
_SKIPPED = frozenset(["more", "fewer", "additional", "extra", "further"])
_DETERMINERS = word_set("the its his her their our my your these those this that all such")
_NOT_SUPERLATIVE = word_set(
    "forest interest request protest guest quest test contest west northwest southwest midwest "
    "rest harvest arrest conquest digest invest priest chest nest vest honest modest "
    "earnest latest tempest"
)
# Plurals that stand before another noun: "sports cars", "arms dealers".
_PLURAL_ATTRIBUTES = word_set(
    "sports sales arms savings goods systems operations communications rights customs earnings "
    "appeals human resources women's men's children's games drugs weapons news materials careers "
    "overseas events accounts"
)
_NOUNS_IN_LY = word_set("family supply assembly ally reply fly monopoly daily weekly")
_MAX_WORDS = 5
_MAX_WORDS_OF_ONE = 3


def is_plural(low: str) -> bool:
    """Say whether a word in lower case looks like a plural noun."""
    if low in _PLURALS:
        return True
    return (
        len(low) > 3
        and low[-1] == "s"
        and not low.endswith(("ss", "ous", "'s"))
        and low not in _NOT_PLURAL
        and low not in FUNCTION_WORDS
    )


def is_superlative(low: str) -> bool:
    """Say whether a word in lower case is a superlative: "largest", "most", "worst"."""
    if low in ("most", "least", "best", "worst", "top"):
        return True
    return len(low) > 4 and low.endswith("est") and low not in _NOT_SUPERLATIVE


def singular(word: str) -> str:
    """Return the singular of a plural noun; any other word stays as it is."""
    low = word.lower()
    if low in _PLURALS:
        return _PLURALS[low]
    if not is_plural(low):
        return word
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")) and not low.endswith("aches"):
        return word[:-2]
    return word[:-2] if low.endswith("oes") else word[:-1]


def read_counted(
    tokens: Sequence[Token], index: int, *, is_one: bool = False
) -> tuple[str, int] | None:
    """Return what is counted from `index` on, in the singular, and the place behind it.

    Args:
        tokens: of the whole text.
        index: the first token behind the number.
        is_one: the number is one, so the noun stands in the singular.
    """
    words: list[str] = []
    place = index
    limit = _MAX_WORDS_OF_ONE if is_one else _MAX_WORDS
    while len(words) < limit:
        word, following = _read_compound(tokens, place)
        low = word.lower()
        if not word or _ends_phrase(low) or (is_one and _is_behind_one(low, words)):
            break
        place = following
        if low in _SKIPPED and not words:
            continue
        words.append(word)
        if not is_one and is_plural(low):
            is_attribute = low in _PLURAL_ATTRIBUTES or _PLURALS.get(low) == low
            if not is_attribute or not is_plural(tokens[place].low):
                return _singular_phrase(words), place
    if is_one and words:
        return _singular_phrase(words), place
    if not is_one and len(words) > 1 and words[0].lower() in ATTRIBUTIVE:
        return words[0].lower(), index + 1
    return None


def skip_determiners(tokens: Sequence[Token], index: int) -> int:
    """Return the place behind "the", "its" or "Johnson's" at `index`."""
    for _ in range(3):
        low = tokens[index].low
        if low not in _DETERMINERS and not low.endswith(("'s", "s'")):
            break
        index += 1
        if tokens[index].text in ("'", "’") and is_glued(tokens, index):
            index += 1
    return index


def _read_compound(tokens: Sequence[Token], index: int) -> tuple[str, int]:
    """Return a word with its hyphenated parts ("gas-only") and the place behind it."""
    if tokens[index].kind != "word":
        return "", index
    word, place = tokens[index].text, index + 1
    while (
        place < index + 2 * _MAX_WORDS
        and is_hyphen_between(tokens, place)
        and tokens[place + 1].kind == "word"
    ):
        word += "-" + tokens[place + 1].text
        place += 2
    return word, place


def _singular_phrase(words: list[str]) -> str:
    head = singular(words[-1])
    return " ".join([*words[:-1], head])


def _ends_phrase(low: str) -> bool:
    """Say whether a word stands behind the noun: "of", "were", and "he's" as well."""
    return low in FUNCTION_WORDS or low.replace("’", "'").partition("'")[0] in FUNCTION_WORDS


def _is_behind_one(low: str, words: list[str]) -> bool:
    """Say whether a word stands behind the noun that is one: a verb or an adverb."""
    if low.endswith("ly") and low not in _NOUNS_IN_LY:
        return True
    return bool(words) and (is_plural(low) or (len(low) > 4 and low.endswith(("ed", "ing"))))
