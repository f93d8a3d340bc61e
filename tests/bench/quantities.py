"""Measure the reading of quantities on the development data.

How it is counted. NewsQuant has no offsets: a quantity is right in value if the sentence's answer
holds the same number (after multipliers; both ends of a range), each answer used once; it is right
in value and unit if the normal names of the units agree too, where a count agrees by its head noun
("charging station" and "station"). Recognizers lists only one kind of quantity in each case, so
recall alone is counted: a number read where the answer stands, of equal value.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claims.text.quantities import Quantity, read_quantities, same_quantity
from tests.bench.data import find_shared, read_lines, read_sample
from tests.bench.scores import f1_of_counts
from tests.bench.table import Bars, Figure, not_measured
from tests.bench.timing import cpu_seconds

BARS = Bars(
    least={
        "F1 of value, NewsQuant": 0.88,
        "F1 of value and unit, NewsQuant": 0.80,
        "pairs rightly same or different": 64,
        "different pairs kept apart": 30,
        "recall of values, Recognizers": 0.90,
        "sample article: right": 13,
    },
    most={"sample article: false": 0, "ms a sentence": 0.5},
    timed=frozenset({"ms a sentence"}),
)

_NAMES = {
    "dollar": "usd",
    "united states dollar": "usd",
    "australian dollar": "aud",
    "canadian dollar": "cad",
    "hong kong dollar": "hkd",
    "singapore dollar": "sgd",
    "new zealand dollar": "nzd",
    "euro": "eur",
    "pound sterling": "gbp",
    "japanese yen": "jpy",
    "chinese yuan": "cny",
    "swiss franc": "chf",
    "indian rupee": "inr",
    "rupee": "inr",
    "malaysian ringgit": "myr",
    "russian ruble": "rub",
    "south korean won": "krw",
    "south african rand": "zar",
    "percentage": "percent",
    "metric ton": "tonne",
    "pound-mass": "pound",
    "square feet": "square foot",
    "revolutions per minute": "revolution per minute",
    "mega british thermal unit": "million british thermal unit",
    "degree celsius": "celsius",
    "degree fahrenheit": "fahrenheit",
    "-": "",
}
_RANGE = re.compile(r"(-?[\d.]+)-(-?[\d.]+)")


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-4 * max(abs(one), abs(other), 1e-12)


def _gold_values(text: str) -> list[float]:
    match = _RANGE.fullmatch(text)
    return [float(part) for part in match.groups()] if match else [float(text)]


def _values(quantity: Quantity) -> list[float]:
    ends = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    return [float(end) for end in ends]


def _has_value(quantity: Quantity, gold: dict[str, Any]) -> bool:
    wanted = _gold_values(gold["value"])
    found = _values(quantity)
    return len(wanted) == len(found) and all(map(_is_close, wanted, found))


def _normal(name: str) -> str:
    return " per ".join(_NAMES.get(part, part) for part in name.lower().split(" per "))


def _has_unit(quantity: Quantity, gold: dict[str, Any]) -> bool:
    wanted = gold["normalized_unit"]
    if wanted.startswith("%"):
        return quantity.dimension == "share"
    if quantity.dimension == "age":
        return bool(wanted == f"{quantity.unit} of age")
    if _normal(wanted) == _normal(quantity.unit):
        return True
    is_count = quantity.dimension == "count" and quantity.unit != ""
    return is_count and _normal(wanted).split()[-1:] == quantity.unit.lower().split()[-1:]


def _pair_off(
    found: list[Quantity], wanted: list[dict[str, Any]], agree: Callable[..., bool]
) -> tuple[list[tuple[Quantity, dict[str, Any]]], list[Quantity], list[dict[str, Any]]]:
    pairs, left = [], list(wanted)
    rest = []
    for quantity in found:
        match = next((gold for gold in left if agree(quantity, gold)), None)
        if match is None:
            rest.append(quantity)
        else:
            left.remove(match)
            pairs.append((quantity, match))
    return pairs, rest, left


def score_news(path: Path, report: list[str]) -> dict[str, float]:
    """Return precision, recall and F1 of values and of values with units."""
    value_hits = unit_hits = found_count = wanted_count = 0
    sentences = read_lines(path)
    for sentence in sentences:
        found, wanted = read_quantities(sentence["text"]), sentence["quantities"]
        found_count += len(found)
        wanted_count += len(wanted)
        both, rest, left = _pair_off(
            found, wanted, lambda q, gold: _has_value(q, gold) and _has_unit(q, gold)
        )
        value_only, extra, missed = _pair_off(rest, left, _has_value)
        unit_hits += len(both)
        value_hits += len(both) + len(value_only)
        if value_only or extra or missed:
            report.append(sentence["text"])
            report += [
                f"   UNIT {q.exact} | {q.unit} <> {g['normalized_unit']}" for q, g in value_only
            ]
            report += [f"   EXTRA {q.exact} | {_values(q)} {q.unit}" for q in extra]
            report += [f"   MISS {g['value']} {g['unit']}" for g in missed]
    figures: dict[str, float] = {}
    for name, hits in (("value", value_hits), ("value and unit", unit_hits)):
        figures[f"precision of {name}, NewsQuant"] = hits / found_count
        figures[f"recall of {name}, NewsQuant"] = hits / wanted_count
        figures[f"F1 of {name}, NewsQuant"] = f1_of_counts(hits, found_count, wanted_count)
    texts = [sentence["text"] for sentence in sentences]
    spent_s = cpu_seconds(lambda: [read_quantities(text) for text in texts], runs=3)
    return {**figures, "ms a sentence": spent_s * 1_000 / len(texts)}


def score_pairs(path: Path, report: list[str]) -> dict[str, float]:
    """Return how many pairs were rightly called same or different."""
    right = apart = 0
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    for one, other, same in (row.split("\t") for row in rows):
        answer = any(
            same_quantity(a, b) for a in read_quantities(one) for b in read_quantities(other)
        )
        is_right = answer == (same == "1")
        right += is_right
        apart += is_right and same == "0"
        if not is_right:
            report.append(f"PAIR {one} <> {other}: should be {same}")
    return {
        "pairs rightly same or different": right,
        "different pairs kept apart": apart,
        "pairs": len(rows),
    }


def score_recognizers(path: Path, report: list[str]) -> dict[str, float]:
    """Return the recall of values, over all cases and by kind."""
    totals: dict[str, list[int]] = {}
    for case in read_lines(path):
        found = read_quantities(case["input"])
        for gold in case["results"]:
            value = ((gold.get("Resolution") or {}).get("value") or "null").rstrip("%")
            try:
                number = float(value)
            except ValueError:
                continue  # no value, or a place in a row ("end-1")
            hit = any(
                quantity.start <= gold["End"]
                and quantity.end > gold["Start"]
                and any(_is_close(end, number) for end in _values(quantity))
                for quantity in found
            )
            for name in ("", f": {gold['TypeName'].split('.')[0]}"):
                hits, wanted = totals.get(name, [0, 0])
                totals[name] = [hits + hit, wanted + 1]
            if not hit:
                read = [f"{q.exact}={_values(q)}" for q in found]
                report.append(f"{case['spec']}: {case['input']} | {gold['Text']}={number} | {read}")
    return {
        f"recall of values, Recognizers{name}": hits / wanted
        for name, (hits, wanted) in totals.items()
    }


def score_sample(shared: Path, report: list[str]) -> dict[str, float]:
    """Return how many quantities of the sample article are right to the code point, and false."""
    article, gold = read_sample(shared)
    wanted = {
        (g["start"], g["end"], float(g["value"]), g["dim"], g["approx"]) for g in gold["quantities"]
    }
    found = set()
    for quantity in read_quantities(article):
        unit = quantity.measure
        value = float(quantity.value) * (float(unit.factor) if unit.dimension == "time" else 1)
        is_approximate = quantity.modifier == "about"
        found.add((quantity.start, quantity.end, value, unit.dimension, is_approximate))
    report += [f"SAMPLE false {article[f[0] : f[1]]}" for f in found - wanted]
    report += [f"SAMPLE missed {article[f[0] : f[1]]}" for f in wanted - found]
    return {
        "sample article: right": len(found & wanted),
        "sample article: false": len(found - wanted),
    }


def score(shared: Path, report: list[str] | None = None) -> dict[str, float]:
    """Return every figure; what was read wrongly is added to `report`."""
    report = [] if report is None else report
    data = shared / "data"
    return {
        **score_news(data / "quantity-newsquant/dev.jsonl", report),
        **score_pairs(data / "quantity-equivalence/dev.tsv", report),
        **score_recognizers(data / "quantity-recognizers/dev.jsonl", report),
        **score_sample(shared, report),
    }


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    shared = find_shared()
    return BARS.figures(score(shared, misses)) if shared else not_measured()
