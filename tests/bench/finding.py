"""Measure suggestions and their groups on the sample article, and the speed on long texts.

Run `python -m tests.bench.finding`; it prints a table with the bars and ends with status 1 if one
is missed. `--misses` lists the misses, `--list` every suggestion.

How it is counted. An annotated span is covered if one suggestion holds at least half of it; a
suggestion is on a span if they overlap. For the repeats, each span takes the group of the
suggestion that fits it best (most overlap over union); a pair of spans counts as found if the two
take different suggestions of one group. `labels` counts suggestions on section labels.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from claims.text.consistency import find_notes_in
from claims.text.finding import Suggestion, examine, find_claims
from tests.bench.data import find_shared
from tests.bench.report import print_report

BARS = {
    "spans_covered": 34.0,
    "on_spans": 0.85,
    "pairs_precision": 0.85,
    "pairs_f1": 0.85,
    "same_295_billion": 4.0,
    "same_30_percent": 2.0,
    "same_10_percent": 2.0,
    "same_90_minutes": 4.0,
}
MAXIMA = {
    "suggestions": 55.0,
    "labels": 0.0,
    "groups_295_billion": 1.0,
    "groups_30_percent": 1.0,
    "groups_10_percent": 1.0,
    "groups_90_minutes": 1.0,
    "ms_5000_words": 400.0,
    "times_50000_words": 12.0,
}
_LABELS = ("Key Takeaways",)
_AMOUNTS = {
    "295_billion": ("USD", 295_000_000_000.0),
    "30_percent": ("percent", 30.0),
    "10_percent": ("percent", 10.0),
    "90_minutes": ("second", 5_400.0),
}


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
    text = (shared / "seeds/trade-talks.txt").read_text(encoding="utf-8")
    gold = json.loads((shared / "data/sample-article/gold.json").read_text(encoding="utf-8"))
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
        "spans_covered": float(covered),
        "spans": float(len(spans)),
        "suggestions": float(len(suggestions)),
        "on_spans": on_spans / max(1, len(suggestions)),
        "labels": float(labels),
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
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"pairs_precision": precision, "pairs_recall": recall, "pairs_f1": f1}


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
        figures[f"same_{name}"] = float(len(groups))
        figures[f"groups_{name}"] = float(len(set(groups)))
    return figures


def long_text(shared: Path, words: int) -> str:
    """Return an article of about so many words, made of the development articles."""
    path = shared / "data/attribution-polnear/dev.jsonl"
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    joined: list[str] = []
    count = 0
    while count < words:
        for text in texts:
            joined.append(text)
            count += len(text.split())
            if count >= words:
                break
    return "\n\n".join(joined)


def spent_s(text: str, runs: int) -> float:
    """Return the least processor time of suggestions, quantities, groups and notes together."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        find_notes_in(text, examine(text))
        best = min(best, time.process_time() - start)
    return best


def score_speed(shared: Path) -> dict[str, float]:
    """Return the time of a long article, and how much more ten times as many words take."""
    short = spent_s(long_text(shared, 5_000), 5)
    long = spent_s(long_text(shared, 50_000), 2)
    return {"ms_5000_words": short * 1_000, "times_50000_words": long / short}


def score(shared: Path, report: list[str] | None = None) -> dict[str, float]:
    """Return every figure; what was found wrongly is added to `report`."""
    report = [] if report is None else report
    return {**score_sample(shared, report), **score_speed(shared)}


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a bar is missed."""
    shared = find_shared()
    if shared is None:
        print("No development data beside the repository: nothing to measure.")
        return 0
    if "--list" in arguments:
        text = (shared / "seeds/trade-talks.txt").read_text(encoding="utf-8")
        for s in find_claims(text):
            print(f"{s.group:3} {s.kind:12} {s.score:.2f} {s.exact[:100]}")
    report: list[str] = []
    figures = score(shared, report)
    if "--misses" in arguments:
        print("\n".join(report))
    return print_report(figures, BARS, MAXIMA)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
