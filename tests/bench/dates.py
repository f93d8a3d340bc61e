"""Measure the reading of dates on the development data.

How it is counted. An answer is found if an expression overlaps it, and right if that expression
means the same: its first moment equals the answer's start; its last one equals the answer's end,
which is excluded there, or is the day before it. Of several candidates (a weekday before or after
the reference day) each one will do. A duration must have the same length in seconds. What the
answer calls unresolved must be unresolved. The reference moment is the case's own. An expression
that overlaps no answer should not be there; durations apart, since most cases list one kind only.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from claims.text.dates import DateExpression, read_dates
from tests.bench.data import find_shared, read_lines, read_sample
from tests.bench.table import Bars, Figure, not_measured
from tests.bench.timing import cpu_seconds

BARS = Bars(
    least={"right": 0.65, "sample article: right": 3},
    most={"spans that should not be there": 15, "ms a text": 0.5},
    timed=frozenset({"ms a text"}),
)
_SECONDS = {"Y": 31536000, "m": 2592000, "W": 604800, "D": 86400, "H": 3600, "M": 60, "S": 1}


def seconds_of(duration: str) -> Decimal:
    """Return the length of an ISO 8601 duration, a month counted as thirty days."""
    total, number, is_clock = Decimal(0), "", False
    for sign in duration.removeprefix("P"):
        if sign == "T":
            is_clock = True
        elif sign.isdigit() or sign == ".":
            number += sign
        else:
            unit = "m" if sign == "M" and not is_clock else sign
            total, number = total + Decimal(number) * _SECONDS[unit], ""
    return total


def _iso(moment: object) -> str:
    return "" if moment is None else moment.isoformat()  # type: ignore[attr-defined]


def _is_start(found: DateExpression, wanted: str) -> bool:
    return _iso(found.earliest) == wanted.replace(" ", "T")


def _is_end(found: DateExpression, wanted: str) -> bool:
    last = _iso(found.latest)
    wanted = wanted.replace(" ", "T")
    if last == wanted or last.partition("T")[0] == wanted:
        return True
    if (
        len(wanted) != 10
        or not isinstance(found.latest, date)
        or isinstance(found.latest, datetime)
    ):
        return False
    return found.latest + timedelta(days=1) == date.fromisoformat(wanted)


def _is_value(found: DateExpression, value: dict[str, Any]) -> bool:
    if value.get("value") == "not resolved":
        return found.earliest is None and found.latest is None
    if value.get("type") == "duration":
        return found.duration is not None and seconds_of(found.duration) == Decimal(value["value"])
    if "value" in value:
        return _is_start(found, value["value"]) and _is_end(found, value["value"])
    starts = _is_start(found, value["start"]) if "start" in value else found.earliest is None
    ends = _is_end(found, value["end"]) if "end" in value else found.latest is None
    return starts and ends


def _values(gold: dict[str, Any]) -> list[dict[str, Any]]:
    if "Value" in gold:  # the cases of the duration parser
        seconds = gold["Value"]["FutureResolution"]["duration"]
        return [{"type": "duration", "value": seconds}]
    return list((gold.get("Resolution") or {}).get("values") or [])


def _reference(case: dict[str, Any]) -> datetime | None:
    moment = (case.get("context") or {}).get("ReferenceDateTime")
    return datetime.fromisoformat(moment) if moment else None


def score_cases(path: Path, report: list[str]) -> dict[str, float]:
    """Return the shares found and right, and how many expressions should not be there."""
    found_count = right_count = wanted_count = exact_count = extra_count = 0
    kinds: dict[str, list[int]] = {}
    cases = read_lines(path)
    for case in cases:
        moment = _reference(case)
        expressions = read_dates(case["input"], moment)
        covered = set()
        for gold in case["results"]:
            start, end = gold["Start"], gold.get("End", gold["Start"] + gold.get("Length", 1) - 1)
            overlapping = [e for e in expressions if e.start <= end and e.end > start]
            covered.update(overlapping)
            right = any(_is_value(e, v) for e in overlapping for v in _values(gold))
            kind = (gold.get("TypeName") or gold.get("Type") or "?").rpartition(".")[2]
            tally = kinds.setdefault(kind, [0, 0])
            tally[0], tally[1] = tally[0] + right, tally[1] + 1
            wanted_count, right_count = wanted_count + 1, right_count + right
            found_count += bool(overlapping)
            exact_count += any(e.start == start and e.end == end + 1 for e in overlapping)
            if not right:
                read = [
                    (e.exact, _iso(e.earliest), _iso(e.latest), e.duration) for e in overlapping
                ]
                report.append(
                    f"{case['input']} | {moment} | {gold['Text']} {_values(gold)} | {read}"
                )
        for expression in expressions:
            if expression not in covered:
                extra_count += 1
                report.append(f"EXTRA {expression.exact} in: {case['input']}")
    spent_s = cpu_seconds(lambda: [read_dates(c["input"], _reference(c)) for c in cases], runs=3)
    return {
        "found": found_count / wanted_count,
        "found with exact ends": exact_count / wanted_count,
        "right": right_count / wanted_count,
        "spans that should not be there": extra_count,
        **{f"right: {kind}": right / wanted for kind, (right, wanted) in sorted(kinds.items())},
        "ms a text": spent_s * 1_000 / len(cases),
    }


def score_sample(shared: Path, report: list[str]) -> dict[str, float]:
    """Return how many of the dates of the sample article are right, of those that have one."""
    article, gold = read_sample(shared)
    found = read_dates(article)
    right = 0
    for wanted in gold["dates"]:
        places = [e for e in found if e.exact == wanted["text"]]
        meant = [_iso(e.earliest)[: len(wanted["iso"] or "")] or None for e in places]
        right += wanted["iso"] is not None and wanted["iso"] in meant
    report += [f"SAMPLE {e.exact} {e.earliest} {e.latest} {e.duration}" for e in found]
    return {"sample article: right": right, "sample article: found": len(found)}


def score(shared: Path, report: list[str] | None = None) -> dict[str, float]:
    """Return every figure; what was read wrongly is added to `report`."""
    report = [] if report is None else report
    return {
        **score_cases(shared / "data/dates-recognizers/dev.jsonl", report),
        **score_sample(shared, report),
    }


def measure(misses: list[str]) -> list[Figure]:
    """Return the section of the table."""
    shared = find_shared()
    return BARS.figures(score(shared, misses)) if shared else not_measured()
