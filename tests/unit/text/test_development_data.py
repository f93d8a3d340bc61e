"""The bars of the text library, on the development data or on our own small samples."""

import pytest

from tests.bench import anchoring, sentences
from tests.bench.data import find_data


@pytest.fixture(scope="module")
def figures():
    return anchoring.score(find_data("anchoring"))


@pytest.mark.parametrize("name", sorted(anchoring.AT_LEAST.keys() - {"speed against difflib"}))
def test_reanchor_development_data_reaches_the_bar(figures, name):
    assert figures[name] >= anchoring.AT_LEAST[name]


@pytest.mark.parametrize(
    "name", sorted(anchoring.AT_MOST.keys() - {"time per claim, 10,000 to 1,000"})
)
def test_reanchor_development_data_stays_under_the_limit(figures, name):
    assert figures[name] <= anchoring.AT_MOST[name]


def test_split_sentences_development_data_reaches_the_bars():
    figures = sentences.score()
    missed = {name for name, bar in sentences.BARS.items() if figures.get(name, bar) < bar}
    assert not missed
