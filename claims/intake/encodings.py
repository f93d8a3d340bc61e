"""From bytes to text, where the bytes may not say how they were written.

The order: a byte order mark, UTF-16 by its zeros, UTF-8, what the file declares, one of the
Latin code pages if the result reads like one of its languages, and last a statistical guess.
Whatever is guessed comes with a warning: a figure or a name in the wrong letters is worse
than a question to the author.
"""

import codecs
import unicodedata

from charset_normalizer import from_bytes

from claims.intake.errors import IntakeRefused

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WESTERN = (
    "äöüß",  # German
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíñóúüºª",  # Spanish
    "ãáàâçéêíóôõúüºª",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "æøåéèêóòôü",  # Danish, Norwegian
    "åäöéüà",  # Swedish, Finnish
    "áðéíóúýþæö",  # Icelandic
    "áàâäéèêëíïóôöúûü",  # Dutch, Irish, Welsh
    "àçèéíïòóúü·",  # Catalan
)
# Every code page with the letters that its languages add to the Latin alphabet. A text that was
# written in another code page shows letters that no single language has, or signs inside words.
_CODE_PAGES = (
    ("cp1252", "Western European", _WESTERN),
    ("iso8859-15", "Western European", _WESTERN),
    ("cp1250", "Central European", ()),
    ("iso8859-2", "Central European", ()),
    ("cp1254", "Turkish", ("çğıöşüâîû",)),
    ("cp1257", "Baltic", ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž")),
    ("mac_roman", "Western European", _WESTERN),
    ("cp850", "Western European", _WESTERN),
)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţșț",  # Romanian
    "čćđšž",  # Croatian, Slovenian
    "äöüß",  # German
)
_OPENING = "“‘„‚«‹¿¡£€$§–—-([\"' \xa0†‡•·…/"
_INSIDE_WORDS = "’‘'·–—…-\xad/&"
_SAMPLE = 200_000
_GOOD_FIT = 0.97
_FAIR_FIT = 0.9


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of `data` and a warning, "" if the encoding is certain.

    Args:
        data: a whole text file, Markdown file or HTML page.
        declared: the encoding the file or its server names; believed only where UTF-8 fails.

    Raises:
        IntakeRefused: no encoding gives readable text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ""
    if encoding := _utf_16_by_zeros(data):
        return data.decode(encoding, "replace"), _guessed(encoding.upper())
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf_8(data):
        return data.decode("utf-8", "replace"), (
            "Some characters are damaged in the file's encoding and show as �: check them."
        )
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, ""
    return _guess(data)


def _guessed(name: str) -> str:
    return (
        f"The file does not say its encoding; it was read as {name}: check names and accents,"
        " or save it as UTF-8."
    )


def _utf_16_by_zeros(data: bytes) -> str:
    sample = data[:8192]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= len(sample) // 5 or min(even, odd) > max(even, odd) // 10:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_mostly_utf_8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from a text in some other encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("�")
    return sum(1 for c in text[:_SAMPLE] if c > "\x7f") > 20 * broken


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    # What calls itself Latin-1 is Windows-1252 on the web, and declared so by its standard.
    if name in {"iso8859-1", "ascii"}:
        name = "cp1252"
    if not getattr(codecs.lookup(name), "_is_text_encoding", True) or name.startswith("utf-7"):
        return None
    try:
        return data.decode(name)
    except (UnicodeDecodeError, ValueError):
        return None


def _guess(data: bytes) -> tuple[str, str]:
    fits: list[tuple[float, str, str]] = []
    for encoding, name, languages in _CODE_PAGES:
        try:
            sample = data[:_SAMPLE].decode(encoding)
        except UnicodeDecodeError:
            continue
        fit = _fit(sample, languages or _CENTRAL)
        if encoding == "cp1252" and fit >= _GOOD_FIT:
            return data.decode(encoding, "replace"), _guessed(f"{name} (Windows-1252)")
        fits.append((fit, encoding, name))
    # Sorting is stable: of equal fits the first code page in the list wins.
    best = max(fits, key=lambda entry: entry[0], default=(0.0, "", ""))
    if best[0] >= _FAIR_FIT:
        return data.decode(best[1], "replace"), _guessed(f"{best[2]} ({best[1]})")
    # Names from all over the west in one text; no other code page has fitted any language.
    if fits and fits[0][1] == "cp1252" and _fit(_cp1252(data), ("".join(_WESTERN),)) >= _GOOD_FIT:
        return data.decode("cp1252", "replace"), _guessed("Western European (Windows-1252)")
    match = from_bytes(data[:_SAMPLE]).best()
    if match is not None and _is_readable(str(match)):
        return data.decode(match.encoding, "replace"), _guessed(match.encoding)
    raise IntakeRefused(
        "The encoding of this file is unknown: save it as UTF-8 and upload it again, or paste the"
        " text."
    )


def _cp1252(data: bytes) -> str:
    return data[:_SAMPLE].decode("cp1252", "replace")


def _fit(text: str, languages: tuple[str, ...]) -> float:
    """Return the share of characters beyond ASCII that make sense where they stand, 0 to 1."""
    letters: dict[str, int] = {}
    misplaced = signs = plain = 0
    before = " "
    for index, character in enumerate(text):
        if character <= "\x7f":
            plain += character.isalpha()
        elif character.isalpha() and character not in "ºª":
            lower = character.lower()
            letters[lower] = letters.get(lower, 0) + 1
            if character != lower and before.islower():
                misplaced += 1
        else:
            signs += 1
            after = text[index + 1 : index + 2]
            misplaced += _is_misplaced(character, before, after)
        before = character
    total = sum(letters.values())
    if total + signs == 0:
        return 1.0
    if total > (total + plain) * 0.35:
        return 0.0
    # A loan word or a name here and there belongs to no language of the list.
    is_sparse = total < (total + plain) * 0.02
    known = total if is_sparse else max(_known(letters, alphabet) for alphabet in languages)
    return max(known + signs - misplaced, 0) / (total + signs)


def _known(letters: dict[str, int], alphabet: str) -> int:
    return sum(count for letter, count in letters.items() if letter in alphabet)


def _is_misplaced(sign: str, before: str, after: str) -> bool:
    if unicodedata.category(sign) in {"Cc", "Cn", "Co"}:
        return True
    if sign in _INSIDE_WORDS:
        return False
    if before.isalpha() and after.isalpha():
        return True
    # A mark that closes or stands alone does not begin a word, a letter's neighbour is no sign.
    return before.isalpha() and sign not in "”’»›…™®©°²³¹ºª%–—;:!?„“ \xa0" and sign not in _OPENING


def _is_readable(text: str) -> bool:
    """Tell text in one script from letters mixed by a wrong guess."""
    scripts: dict[str, int] = {}
    for character in text[:20_000]:
        if character > "\x7f" and character.isalpha():
            script = unicodedata.name(character, "UNKNOWN").split()[0]
            scripts[script] = scripts.get(script, 0) + 1
    kana = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH", "HALFWIDTH"}
    main = max(scripts, key=lambda script: scripts[script], default="LATIN")
    family = kana if main in kana else {main}
    return main != "LATIN" and sum(scripts.get(s, 0) for s in family) > 0.95 * sum(scripts.values())
