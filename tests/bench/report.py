"""Prints the figures of a benchmark beside their bars."""

from __future__ import annotations

from collections.abc import Mapping


def print_report(
    figures: Mapping[str, float], bars: Mapping[str, float], maxima: Mapping[str, float]
) -> int:
    """Print a line per figure; return 1 if one misses its bar, else 0."""
    failed = False
    for name, value in figures.items():
        bar, verdict = "", ""
        if name in bars:
            bar, verdict = f">= {bars[name]:g}", "PASS" if value >= bars[name] else "FAIL"
        elif name in maxima:
            bar, verdict = f"<= {maxima[name]:g}", "PASS" if value <= maxima[name] else "FAIL"
        failed = failed or verdict == "FAIL"
        print(f"{name:32} {value:8.3f}  {bar:10} {verdict}")
    return int(failed)
