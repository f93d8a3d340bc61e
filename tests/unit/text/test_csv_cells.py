import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.csv_cells import guard_cell, unguard_cell


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "-"]
)
def test_guard_cell_puts_an_apostrophe_before_a_formula(cell):
    assert guard_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ministry", "-12.5", "-1,000", "-3%", "a=b", "'it'", "2+2"])
def test_guard_cell_leaves_other_cells_alone(cell):
    assert guard_cell(cell) == cell


@given(st.text(alphabet="'=+-@\t\r\n\0a1.,%") | st.text())
def test_unguard_cell_gives_back_what_guard_cell_was_given(cell):
    assert unguard_cell(guard_cell(cell)) == cell


@given(st.text(alphabet="'=+-@\t\r\n\0a1.,%"))
def test_guard_cell_lets_no_formula_begin_a_cell(cell):
    guarded = guard_cell(cell)
    assert guarded[:1] not in {"=", "+", "@", "\t", "\r", "\n", "\0"}
