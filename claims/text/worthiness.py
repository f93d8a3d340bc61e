"""How check-worthy a sentence is: a score to sort by, never a yes or no.

A linear model over words, neighbouring words and some twenty signs of a factual statement. Its
weights lie beside this module in `worthiness.json`; `training` made them and can make others;
docs/worthiness.md says from what, and what the score is not good for.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from claims.text.wordlists import word_set

__all__ = [
    "SIGNS",
    "Weights",
    "default_weights",
    "read_signs",
    "read_terms",
    "read_weights",
    "score_sentence",
    "write_weights",
]

_FORMAT = "newsdesk-worthiness/1"
_SCORED_CODE_POINTS = 2_000
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d,.]*\d|\d|[%$€£?!]")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBER_WORDS = word_set("""
    one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty
    forty fifty sixty seventy eighty ninety hundred thousand million billion trillion half third
    thirds quarter quarters dozen double doubled triple tripled twice
    """)
_PAST = re.compile(
    r"\b(?:\w{2,}ed|was|were|had|did|said|went|came|made|took|got|gave|cut|spent|lost|won|put|ran"
    r"|grew|fell|rose|left|told|saw|sent|kept|held|paid|built|brought|began|became)\b",
    re.I,
)
_NAME_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_RANKED = re.compile(
    r"\b(?:more|less|fewer|higher|lower|bigger|larger|greater|most|least|best|first|only|never|ever"
    r"|every|all|\w{3,}est)\b",
    re.I,
)
_MODAL = re.compile(
    r"\b(?:will|would|should|could|can|must|may|might|going\sto|gonna|ought|let['’]s|let\sus)\b",
    re.I,
)
_OPINION = re.compile(
    r"\b(?:I\s(?:think|believe|want|hope|feel|would|will|wish|guess)|I['’](?:d|ll|m)|my)\b"
)
_PUBLIC_MATTER = re.compile(
    r"\b(?:jobs?|tax(?:es)?|deficits?|debt|trade|budgets?|rates?|unemployment|income|crime|spending"
    r"|economy|inflation|vot(?:e|es|ed)|bills?|laws?|increased?|cuts?|million|billion|trillion)\b",
    re.I,
)
_TIME = re.compile(
    r"\b(?:since|years?\sago|last\s(?:year|month|week)|in\sthe\s(?:last|past)|today|currently)\b",
    re.I,
)
_CAUSE = re.compile(r"\b(?:because|caused?|led\sto|result(?:s|ed)?\sin|due\sto|thanks\sto)\b", re.I)
_THIRD = word_set("he his him they their them she her")
_SECOND = word_set("you your you're yours")
_FIRST = word_set("i me my i'm i've mine")
_FIRST_PLURAL = word_set("we our us we've we're ours")

SIGNS = (
    "figures",
    "year",
    "percent",
    "money",
    "number words",
    "past tense",
    "question",
    "length",
    "short",
    "long",
    "names",
    "comparison",
    "modal",
    "opinion",
    "third person",
    "second person",
    "first person",
    "first person plural",
    "public matter",
    "time",
    "cause",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: the log-odds are `bias` plus signs and terms, each times its weight."""

    bias: float
    signs: Mapping[str, float]
    terms: Mapping[str, float]


def score_sentence(text: str, weights: Weights | None = None) -> float:
    """Return how check-worthy the sentence `text` is, from 0 to 1, rounded to four places.

    The numbers order sentences; 0.5 is where editors of the training data were undecided. Only
    the first 2,000 code points count. An empty text scores 0.
    """
    if not text.strip():
        return 0.0
    model = weights or default_weights()
    tokens = _tokenize(text)
    log_odds = model.bias
    for name, value in zip(SIGNS, _signs_of(text[:_SCORED_CODE_POINTS], tokens), strict=True):
        log_odds += model.signs[name] * value
    known = model.terms
    total = squares = 0.0
    for term, count in _terms_of(tokens).items():
        weight = known.get(term)
        if weight is not None:
            value = 1.0 + math.log(count)
            total += weight * value
            squares += value * value
    if squares:
        log_odds += total / math.sqrt(squares)
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)


def read_terms(text: str) -> dict[str, float]:
    """Return the words, pairs and pairs around a gap of `text` with their damped counts."""
    terms = _terms_of(_tokenize(text))
    return {term: 1.0 + math.log(count) for term, count in terms.items()}


def read_signs(text: str) -> list[float]:
    """Return the value of each of `SIGNS` for `text`, mostly from 0 to 1."""
    return _signs_of(text[:_SCORED_CODE_POINTS], _tokenize(text))


@cache
def default_weights() -> Weights:
    """Return the weights shipped with this module."""
    path = Path(__file__).with_name("worthiness.json")
    return read_weights(path.read_text(encoding="utf-8"))


def read_weights(document: str) -> Weights:
    """Return the weights that `write_weights` wrote.

    Raises:
        ValueError: `document` is no JSON of this format, or lacks a sign.
    """
    content = json.loads(document)
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise ValueError(f"The file holds no weights of the format {_FORMAT}.")
    signs = {str(name): float(value) for name, value in content["signs"].items()}
    missing = [name for name in SIGNS if name not in signs]
    if missing:
        raise ValueError(f"The weights lack the signs {', '.join(missing)}.")
    terms = {str(term): float(value) for term, value in content["terms"].items()}
    return Weights(float(content["bias"]), signs, terms)


def write_weights(weights: Weights) -> str:
    """Return `weights` as JSON, one term a line, sorted, so that a change can be reviewed."""
    lines = [
        "{",
        f' "format": {json.dumps(_FORMAT)},',
        f' "bias": {weights.bias:.4f},',
        f' "signs": {json.dumps({name: round(weights.signs[name], 4) for name in SIGNS})},',
        ' "terms": {',
    ]
    entries = [
        f"{json.dumps(term, ensure_ascii=False)}:{value:.3f}"
        for term, value in sorted(weights.terms.items())
    ]
    return "\n".join(lines) + "\n" + ",\n".join(entries) + "\n }\n}\n"


def _tokenize(text: str) -> list[str]:
    tokens = []
    for word in _TOKEN.findall(text[:_SCORED_CODE_POINTS].lower()):
        if word[0].isdigit():
            tokens.append("<year>" if _YEAR.fullmatch(word) else "<number>")
        else:
            tokens.append(word.replace("’", "'"))
    return tokens


def _terms_of(tokens: list[str]) -> Counter[str]:
    framed = ["^", *tokens, "$end"]
    terms = Counter(tokens)
    terms.update([f"{first} {second}" for first, second in pairwise(framed)])
    terms.update([f"{first} * {third}" for first, third in zip(framed, framed[2:], strict=False)])
    return terms


def _signs_of(text: str, tokens: list[str]) -> list[float]:
    counts = Counter(tokens)

    def share(words: frozenset[str]) -> float:
        return min(3, sum(counts[word] for word in words & counts.keys())) / 3

    length = len(tokens)
    return [
        min(3, counts["<number>"] + counts["<year>"]) / 3,
        float("<year>" in counts),
        float("%" in counts or "percent" in counts),
        float("$" in counts or "dollars" in counts or "cents" in counts),
        share(_NUMBER_WORDS),
        min(4, len(_PAST.findall(text))) / 4,
        float(text.rstrip().endswith("?")),
        min(1.5, math.log1p(length) / 4),
        float(length < 6),
        float(length > 25),
        min(4, len(_NAME_INSIDE.findall(text))) / 4,
        float(_RANKED.search(text) is not None),
        float(_MODAL.search(text) is not None),
        float(_OPINION.search(text) is not None),
        share(_THIRD),
        share(_SECOND),
        share(_FIRST),
        share(_FIRST_PLURAL),
        float(_PUBLIC_MATTER.search(text) is not None),
        float(_TIME.search(text) is not None),
        float(_CAUSE.search(text) is not None),
    ]
