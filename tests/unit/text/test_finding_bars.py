"""The bars that suggestions, quotations and check-worthiness must hold on the development data."""

import pytest

from tests.bench import finding, quotations, worthiness
from tests.bench.data import find_shared

SHARED = find_shared()
pytestmark = pytest.mark.skipif(SHARED is None, reason="no development data beside the repository")
_TIMED = ("ms_", "times_")


def misses(figures, bars, maxima):
    low = [name for name, bar in bars.items() if figures[name] < bar]
    high = [
        name
        for name, bar in maxima.items()
        if name in figures and figures[name] > bar and not name.startswith(_TIMED)
    ]
    return low + high


def test_finding_sample_article_holds_the_bars():
    figures = finding.score_sample(SHARED, [])
    assert misses(figures, finding.BARS, finding.MAXIMA) == []


def test_quotations_news_holds_the_bars():
    figures = quotations.score(SHARED)
    assert misses(figures, quotations.BARS, quotations.MAXIMA) == []


def test_worthiness_debates_hold_the_bars():
    figures = worthiness.score(SHARED)
    assert misses(figures, worthiness.BARS, worthiness.MAXIMA) == []
