"""Measure re-anchoring on the development data.

Run `python -m tests.bench.anchoring`; it prints a table with the bars and ends with status 1 if
one is missed. `--misses` lists every span that came out wrong.
"""

from __future__ import annotations

import difflib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.text.anchoring import Anchor, State, reanchor
from tests.bench.data import find_data

STATUS = {
    State.KEPT: "kept",
    State.MOVED: "kept",
    State.EDITED: "edited",
    State.ORPHANED: "deleted",
}
AT_LEAST = {
    "right": 0.985,
    "kept recall": 0.98,
    "edited recall": 0.98,
    "deleted recall": 0.95,
    "speed against difflib": 3.0,
}
# n log n: ten times the text may take 1.33 times as long for each claim, and clocks are rough.
AT_MOST = {
    "silent": 0.0,
    "silent critical": 0.0,
    "lost": 0.002,
    "alarm": 0.01,
    "wrong copy": 0.005,
    "time per claim, 10,000 to 1,000": 1.4,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A span, what was answered, and what that was worth."""

    case: dict[str, Any]
    span: dict[str, Any]
    anchor: Anchor
    verdicts: frozenset[str]


def judge(case: dict[str, Any], span: dict[str, Any], anchor: Anchor) -> Outcome:
    """Compare an anchor with what the span expects."""
    status, accept = STATUS[anchor.state], span["accept"]
    is_accepted = status in accept
    is_placed = _is_placed(case["new"], span, anchor)
    verdicts = set()
    if is_accepted and (status == "deleted" or is_placed):
        verdicts.add("right")
    if status == "kept" and "kept" not in accept:
        verdicts.add("silent")
        if span.get("critical"):
            verdicts.add("silent critical")
    if status == "kept" and "kept" in accept and not is_placed:
        verdicts.add("wrong copy")
    if status == "deleted" and "deleted" not in accept:
        verdicts.add("lost")
    if status == "edited" and accept == ["kept"]:
        verdicts.add("alarm")
    if status == "edited" and accept == ["deleted"]:
        verdicts.add("revived")
    return Outcome(case, span, anchor, frozenset(verdicts))


def _is_placed(text: str, span: dict[str, Any], anchor: Anchor) -> bool:
    if span["to"] is None:
        return True
    if anchor.start is None or anchor.end is None:
        return False
    (a, b), (c, d) = _trim(text, *span["to"]), _trim(text, anchor.start, anchor.end)
    if anchor.state is not State.EDITED:
        return abs(a - c) <= 1 and abs(b - d) <= 1
    shared = max(0, min(b, d) - max(a, c))
    return 2 * shared >= (b - a) + (d - c) - shared


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def read_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the pairs of texts of a data folder."""
    for name in ("real.jsonl", "mutations.jsonl"):
        with (folder / name).open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def outcomes(folder: Path) -> list[Outcome]:
    """Carry every span of a data folder."""
    found = []
    for case in read_cases(folder):
        anchors = reanchor(
            case["old"], case["new"], [(span["start"], span["end"]) for span in case["spans"]]
        )
        found += [judge(case, s, a) for s, a in zip(case["spans"], anchors, strict=True)]
    return found


def score(folder: Path) -> dict[str, float]:
    """Return the shares that the data's README defines, over real and generated pairs together."""
    found = outcomes(folder)
    counts = Counter(verdict for outcome in found for verdict in outcome.verdicts)
    figures = {"spans": float(len(found)), "right": counts["right"] / len(found)}
    for kind in ("real", "mutation"):
        part = [outcome for outcome in found if outcome.case["kind"] == kind]
        figures[f"right, {kind}"] = _share(part, "right")
    for expected in ("kept", "edited", "deleted"):
        part = [outcome for outcome in found if outcome.span["accept"] == [expected]]
        figures[f"{expected} recall"] = _share(part, "right")
    figures["silent"] = _share([o for o in found if "kept" not in o.span["accept"]], "silent")
    critical = [outcome for outcome in found if outcome.span.get("critical")]
    figures["critical spans"] = float(len(critical))
    figures["silent critical"] = _share(critical, "silent critical")
    there = [o for o in found if "deleted" not in o.span["accept"]]
    figures["lost"] = _share(there, "lost")
    must_stay = [outcome for outcome in found if outcome.span["accept"] == ["kept"]]
    figures["alarm"] = _share(must_stay, "alarm")
    may_stay = [outcome for outcome in found if "kept" in outcome.span["accept"]]
    figures["wrong copy"] = _share(may_stay, "wrong copy")
    return figures


def _share(part: list[Outcome], verdict: str) -> float:
    return sum(verdict in outcome.verdicts for outcome in part) / max(1, len(part))


# --- Time -------------------------------------------------------------------------------------


def measure_time(folder: Path) -> dict[str, float]:
    """Compare with a difflib word mapping, and watch how the time grows; in milliseconds."""
    old, new, spans = _draft_pair(folder, words=5_000, claims=200)
    ours = _best_ms(lambda: reanchor(old, new, spans), runs=5)
    theirs = _best_ms(lambda: _map_with_difflib(old, new), runs=3)
    figures = {
        "ms, 200 claims, 5,000 words": ours,
        "ms, difflib": theirs,
        "speed against difflib": theirs / ours,
    }
    times = []
    for claims in (1_000, 3_000, 10_000):
        old, new, spans = _draft_pair(folder, words=10 * claims, claims=claims)
        times.append(_best_ms(lambda o=old, n=new, s=spans: reanchor(o, n, s), runs=2))
        figures[f"ms, {claims:,} claims"] = times[-1]
    figures["time per claim, 10,000 to 1,000"] = times[2] / times[0] / 10
    return figures


def _draft_pair(folder: Path, words: int, claims: int) -> tuple[str, str, list[tuple[int, int]]]:
    """Build a long draft, an edited one and evenly spread claims out of the data's texts."""
    chance = random.Random(words)
    texts = [case["old"] for case in read_cases(folder) if case["kind"] == "real"]
    paragraphs: list[str] = []
    count = 0
    while count < words:
        for text in texts:
            for paragraph in text.split("\n\n"):
                if count < words:
                    # Each round differs a little, as no newsroom prints a text ten times over.
                    paragraphs.append(f"{paragraph} [{chance.randrange(10**6)}]")
                    count += len(paragraph.split()) + 1
    old = "\n\n".join(paragraphs)
    changed = [p if chance.random() > 0.2 else _edit(p, chance) for p in paragraphs]
    new = "\n\n".join(p for p in changed if chance.random() > 0.03)
    places = [found.span() for found in re.finditer(r"\S+", old)]
    step = len(places) / claims
    spans = []
    for number in range(claims):
        first = int(number * step)
        last = min(first + chance.randint(2, 20), len(places) - 1)
        spans.append((places[first][0], places[last][1]))
    return old, new, spans


def _edit(paragraph: str, chance: random.Random) -> str:
    words = paragraph.split(" ")
    at = chance.randrange(len(words))
    words[at : at + chance.randint(0, 2)] = ["not", str(chance.randrange(100))]
    return " ".join(words)


def _map_with_difflib(old: str, new: str) -> dict[int, int]:
    """Map words and signs, the plain way; without its shortcut for frequent words, which errs."""
    old_words, new_words = (re.findall(r"\w+|[^\w\s]", text) for text in (old, new))
    matcher = difflib.SequenceMatcher(None, old_words, new_words, autojunk=False)
    return {
        a + step: b + step for a, b, size in matcher.get_matching_blocks() for step in range(size)
    }


def _best_ms(call: Any, runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best * 1_000


# --- Table ------------------------------------------------------------------------------------


def _print_misses(folder: Path) -> None:
    for outcome in outcomes(folder):
        if "right" in outcome.verdicts:
            continue
        case, span, anchor = outcome.case, outcome.span, outcome.anchor
        print(case["id"], span["tag"], span["unit"], span["accept"], sorted(outcome.verdicts))
        print("   old  ", repr(case["old"][span["start"] : span["end"]]))
        if span["to"]:
            print("   want ", span["to"], repr(case["new"][slice(*span["to"])]))
        print(f"   {anchor.state.value:8} {anchor.start} {anchor.reasons}", end=" ")
        print(repr(case["new"][anchor.start : anchor.end]) if anchor.end else "")


def main() -> int:
    """Print the table; return 1 if a bar is missed."""
    folder = find_data("anchoring")
    if "--misses" in sys.argv:
        _print_misses(folder)
    figures = score(folder)
    if "--quick" not in sys.argv:
        figures |= measure_time(folder)
    failed = False
    for name, value in figures.items():
        bar, verdict = "", ""
        if name in AT_LEAST:
            bar, verdict = f">= {AT_LEAST[name]:g}", "PASS" if value >= AT_LEAST[name] else "FAIL"
        elif name in AT_MOST:
            bar, verdict = f"<= {AT_MOST[name]:g}", "PASS" if value <= AT_MOST[name] else "FAIL"
        failed = failed or verdict == "FAIL"
        print(f"{name:30} {value:10.4f}  {bar:10} {verdict}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
