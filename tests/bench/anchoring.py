"""Measure re-anchoring on the development data: what becomes of claims, and how long it takes."""

import difflib
import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from claims.text.anchoring import Anchor, State, reanchor
from tests.bench.data import SAMPLES, find_data, read_lines
from tests.bench.table import Bars, Figure, on_samples
from tests.bench.timing import cpu_seconds, in_turn

STATUS = {
    State.KEPT: "kept",
    State.MOVED: "kept",
    State.EDITED: "edited",
    State.ORPHANED: "deleted",
}
BY_DIFFLIB = "200 claims on 5,000 words: time by a difflib word mapping's"
GROWTH = "1,000 to 10,000 claims: growth of time, by n log n"
GROWTH_ON_ONE_TEXT = "the same, both on 100,000 words"
BARS = Bars(
    least={
        "right": 0.985,
        "kept recall": 0.98,
        "edited recall": 0.98,
        "deleted recall": 0.95,
    },
    most={
        "silent": 0,
        "silent critical": 0,
        "lost": 0.002,
        "alarm": 0.01,
        "wrong copy": 0.005,
        BY_DIFFLIB: 0.333,
        GROWTH: 1,
        GROWTH_ON_ONE_TEXT: 1,
    },
    timed=frozenset({BY_DIFFLIB, GROWTH, GROWTH_ON_ONE_TEXT}),
)
COUNTS = (1_000, 3_000, 10_000)


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
        yield from read_lines(folder / name)


def outcomes(folder: Path) -> list[Outcome]:
    """Carry every span of a data folder."""
    found = []
    for case in read_cases(folder):
        anchors = reanchor(
            case["old"], case["new"], [(span["start"], span["end"]) for span in case["spans"]]
        )
        found += [judge(case, s, a) for s, a in zip(case["spans"], anchors, strict=True)]
    return found


def score(folder: Path, misses: list[str] | None = None) -> dict[str, float]:
    """Return the shares that the data's README defines, over real and generated pairs together."""
    found = outcomes(folder)
    if misses is not None:
        misses += [_told(outcome) for outcome in found if "right" not in outcome.verdicts]
    counts = Counter(verdict for outcome in found for verdict in outcome.verdicts)
    figures = {"spans": len(found), "right": counts["right"] / len(found)}
    for kind in ("real", "mutation"):
        part = [outcome for outcome in found if outcome.case["kind"] == kind]
        figures[f"right, {kind}"] = _share(part, "right")
    for expected in ("kept", "edited", "deleted"):
        part = [outcome for outcome in found if outcome.span["accept"] == [expected]]
        figures[f"{expected} recall"] = _share(part, "right")
    figures["silent"] = _share([o for o in found if "kept" not in o.span["accept"]], "silent")
    critical = [outcome for outcome in found if outcome.span.get("critical")]
    figures["critical spans"] = len(critical)
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
    """Compare with a difflib word mapping, and watch how the time grows."""
    old, new, spans = _draft_pair(folder, words=5_000, claims=200)
    ours, theirs, ratio = in_turn(
        lambda: cpu_seconds(lambda: reanchor(old, new, spans)),
        lambda: cpu_seconds(lambda: _map_with_difflib(old, new)),
        rounds=5,
        each=1,
    )
    figures = {BY_DIFFLIB: ratio, "ms of ours": 1_000 * ours, "ms of difflib's": 1_000 * theirs}
    for growth, words_of, rounds in (
        (GROWTH, {claims: 10 * claims for claims in COUNTS}, 5),
        (GROWTH_ON_ONE_TEXT, dict.fromkeys(COUNTS, 10 * COUNTS[-1]), 2),
    ):
        times = _times(folder, words_of, rounds)
        for claims, seconds in times.items():
            figures[f"ms, {claims:,} claims on {words_of[claims]:,} words"] = 1_000 * seconds
        few, many = COUNTS[0], COUNTS[-1]
        n_log_n = (many * math.log(many)) / (few * math.log(few))
        figures[growth] = times[many] / times[few] / n_log_n
    return figures


def _times(folder: Path, words_of: dict[int, int], rounds: int) -> dict[int, float]:
    """Return the least seconds for each number of claims, measured in turn."""
    pairs = {n: _draft_pair(folder, words=words, claims=n) for n, words in words_of.items()}
    taken = [
        {n: cpu_seconds(partial(reanchor, *pair)) for n, pair in pairs.items()}
        for _ in range(rounds)
    ]
    return {n: min(times[n] for times in taken) for n in pairs}


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


# --- Table ------------------------------------------------------------------------------------


def _told(outcome: Outcome) -> str:
    case, span, anchor = outcome.case, outcome.span, outcome.anchor
    old = case["old"][span["start"] : span["end"]]
    wanted = case["new"][slice(*span["to"])] if span["to"] else None
    found = case["new"][anchor.start : anchor.end] if anchor.end else None
    return (
        f"SPAN {case['id']} {span['tag']} {span['accept']} {sorted(outcome.verdicts)} {old!r}"
        f" | wanted {wanted!r} | {anchor.state.value} {anchor.reasons} {found!r}"
    )


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    folder = find_data("anchoring")
    values = {**score(folder, misses), **measure_time(folder)}
    return [*on_samples(is_sample=folder == SAMPLES), *BARS.figures(values)]
