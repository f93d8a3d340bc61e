"""The table of `make bench`: what it counts as met."""

import pytest

from tests.bench.__main__ import ON_A_DESK, READING
from tests.bench.table import Bars, Figure, at_most, print_table

BARS = Bars(least={"right": 0.9, "fast": 3}, most={"lost": 0}, timed=frozenset({"fast"}))


def test_bars_figures_say_what_holds_and_what_was_not_measured():
    right, seen, lost, fast = BARS.figures({"right": 0.85, "seen": 1_234, "lost": 0.0})
    assert right == Figure("right", "0.850", "≥ 0.9", False)
    assert seen == Figure("seen", "1,234")
    assert lost == Figure("lost", "0", "≤ 0", True)
    assert fast == Figure("fast", "not measured", "≥ 3")


def test_bars_missed_leaves_out_what_hangs_on_the_machine():
    assert BARS.missed({"right": 0.85, "lost": 1, "fast": 1}) == {"right": 0.85, "lost": 1}
    assert BARS.missed({"right": 0.9, "lost": 0, "fast": 1, "seen": 7}) == {}


@pytest.mark.parametrize(("value", "status", "verdict"), [(399, 0, "met"), (401, 1, "NOT MET")])
def test_print_table_returns_one_where_a_bar_is_missed(capsys, value, status, verdict):
    sections = {"uploads": [Figure("files", "70"), at_most("memory", value, 400, " MB")]}
    assert print_table(sections) == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["measure", "value", "bar"]
    assert lines[2] == "uploads"
    assert lines[4].endswith(f"{value} MB  ≤ 400 MB  {verdict}")
    assert lines[-1] == ("Not met: uploads: memory" if status else "1 bars, 1 met.")


def test_main_has_a_section_for_every_bench():
    assert {*READING, *ON_A_DESK} == {
        *("anchoring", "dates", "extraction", "finding", "quantities", "quotations", "sentences"),
        *("uploads", "worthiness", "history", "lists", "pages", "verdicts"),
    }
