"""Measure suggestions and their groups on the sample article, and the speed on long texts.

How it is counted. An annotated span is covered if one suggestion holds at least half of it; a
suggestion is on a span if they overlap. For the repeats, each span takes the group of the
suggestion that fits it best (most overlap over union); a pair of spans counts as found if the two
take different suggestions of one group.
"""

from collections.abc import Sequence
from itertools import combinations, cycle
from pathlib import Path
from typing import Any

from claims.text.consistency import find_notes_in
from claims.text.finding import Suggestion, examine, find_claims
from tests.bench.data import find_shared, read_lines, read_sample
from tests.bench.scores import f1
from tests.bench.table import Bars, Figure, on_samples
from tests.bench.timing import cpu_seconds

_OWN_ARTICLE = Path(__file__).resolve().parents[1] / "unit/text/samples/ferries.txt"
_LABELS = ("Key Takeaways",)
_AMOUNTS = {
    "$295 billion": ("USD", 295_000_000_000.0),
    "30%": ("percent", 30.0),
    "10%": ("percent", 10.0),
    "90 minutes": ("second", 5_400.0),
}
BARS = Bars(
    least={
        "sample article: spans under a suggestion": 34,
        "sample article: suggestions on a span": 0.85,
        "repeats as pairs: precision": 0.85,
        "repeats as pairs: F1": 0.85,
        "mentions of $295 billion": 4,
        "mentions of 30%": 2,
        "mentions of 10%": 2,
        "mentions of 90 minutes": 4,
    },
    most={
        "sample article: suggestions": 55,
        "sample article: suggestions on section labels": 0,
        **{f"claims proposed for {amount}": 1 for amount in _AMOUNTS},
        "ms, 5,000 words": 400,
        "50,000 words: time by that of 5,000": 12,
    },
    timed=frozenset({"ms, 5,000 words", "50,000 words: time by that of 5,000"}),
)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how many code points two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def best_of(span: tuple[int, int], suggestions: Sequence[Suggestion]) -> int | None:
    """Return the index of the suggestion that fits `span` best, or None."""

    def fit(index: int) -> float:
        found = (suggestions[index].start, suggestions[index].end)
        return overlap(span, found) / (max(span[1], found[1]) - min(span[0], found[0]))

    best = max(range(len(suggestions)), key=fit, default=None)
    return best if best is not None and fit(best) > 0 else None


def score_sample(shared: Path, report: list[str]) -> dict[str, float]:
    """Return the figures of the sample article."""
    text, gold = read_sample(shared)
    suggestions = find_claims(text)
    spans = [(claim["start"], claim["end"]) for claim in gold["claims"]]
    covered = 0
    for span in spans:
        most = max((overlap(span, (s.start, s.end)) for s in suggestions), default=0)
        if most * 2 >= span[1] - span[0]:
            covered += 1
        else:
            report.append(f"SPAN {text[span[0] : span[1]]}")
    on_spans = 0
    for suggestion in suggestions:
        place = (suggestion.start, suggestion.end)
        if any(overlap(place, span) for span in spans):
            on_spans += 1
        else:
            report.append(f"OFF {suggestion.kind} {suggestion.exact}")
    labels = sum(label in s.exact for s in suggestions for label in _LABELS)
    return {
        "sample article: spans": len(spans),
        "sample article: spans under a suggestion": covered,
        "sample article: suggestions": len(suggestions),
        "sample article: suggestions on a span": on_spans / max(1, len(suggestions)),
        "sample article: suggestions on section labels": labels,
        **score_pairs(gold["claims"], spans, suggestions, report),
        **score_amounts(gold["quantities"], suggestions),
    }


def score_pairs(
    claims: Sequence[dict[str, Any]],
    spans: Sequence[tuple[int, int]],
    suggestions: Sequence[Suggestion],
    report: list[str],
) -> dict[str, float]:
    """Return how well the groups match the annotated clusters, pair by pair."""
    taken = [best_of(span, suggestions) for span in spans]
    wanted, found = set(), set()
    for one, other in combinations(range(len(spans)), 2):
        if claims[one]["cluster"] and claims[one]["cluster"] == claims[other]["cluster"]:
            wanted.add((one, other))
        first, second = taken[one], taken[other]
        if first is None or second is None or first == second:
            continue
        if suggestions[first].group == suggestions[second].group:
            found.add((one, other))
    for one, other in sorted(wanted ^ found):
        kind = "PAIR missed" if (one, other) in wanted else "PAIR false"
        report.append(f"{kind} {claims[one]['text']} | {claims[other]['text']}")
    right = len(wanted & found)
    precision = right / len(found) if found else 0.0
    recall = right / len(wanted)
    return {
        "repeats as pairs: precision": precision,
        "repeats as pairs: recall": recall,
        "repeats as pairs: F1": f1(precision, recall),
    }


def score_amounts(
    quantities: Sequence[dict[str, Any]], suggestions: Sequence[Suggestion]
) -> dict[str, float]:
    """Return, for each repeated amount, how many figures stand in how many groups."""
    figures: dict[str, float] = {}
    for name, (unit, value) in _AMOUNTS.items():
        groups = []
        for quantity in quantities:
            if (quantity["unit"], float(quantity["value"])) != (unit, value):
                continue
            span = (quantity["start"], quantity["end"])
            groups += [
                s.group
                for s in suggestions
                if s.kind == "figure" and any((q.start, q.end) == span for q in s.quantities)
            ]
        figures[f"mentions of {name}"] = len(groups)
        figures[f"claims proposed for {name}"] = len(set(groups))
    return figures


def articles(shared: Path | None) -> list[str]:
    """Return the texts that long articles are made of."""
    if shared is None:
        return [_OWN_ARTICLE.read_text(encoding="utf-8")]
    return [
        article["text"] for article in read_lines(shared / "data/attribution-polnear/dev.jsonl")
    ]


def long_text(texts: Sequence[str], words: int) -> str:
    """Return an article of about so many words."""
    joined: list[str] = []
    count = 0
    for text in cycle(texts):
        joined.append(text)
        count += len(text.split())
        if count >= words:
            return "\n\n".join(joined)
    raise ValueError("There are no texts.")


def score_speed(texts: Sequence[str]) -> dict[str, float]:
    """Return the time of a long article, and how much more ten times as many words take.

    It is that of suggestions, quantities, groups and notes together.
    """
    short, long = long_text(texts, 5_000), long_text(texts, 50_000)
    short_s = cpu_seconds(lambda: find_notes_in(short, examine(short)), runs=5)
    long_s = cpu_seconds(lambda: find_notes_in(long, examine(long)), runs=2)
    return {
        "ms, 5,000 words": short_s * 1_000,
        "ms, 50,000 words": long_s * 1_000,
        "50,000 words: time by that of 5,000": long_s / short_s,
    }


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    shared = find_shared()
    values = score_sample(shared, misses) if shared else {}
    values |= score_speed(articles(shared))
    return [*on_samples(is_sample=shared is None), *BARS.figures(values)]
