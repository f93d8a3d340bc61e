"""The bars that the reading of amounts and dates must hold on the development data."""

import pytest

from tests.bench import dates, quantities
from tests.bench.data import find_shared

SHARED = find_shared()
pytestmark = pytest.mark.skipif(SHARED is None, reason="no development data beside the repository")


def misses(figures, bars, maxima):
    low = [name for name, bar in bars.items() if figures[name] < bar]
    high = [n for n, bar in maxima.items() if figures[n] > bar and not n.startswith("ms_")]
    return low + high


def test_quantities_development_data_holds_the_bars():
    assert misses(quantities.score(SHARED), quantities.BARS, quantities.MAXIMA) == []


def test_dates_development_data_holds_the_bars():
    assert misses(dates.score(SHARED), dates.BARS, dates.MAXIMA) == []
