"""The bars of the text library, on the development data or on our own small samples.

Those that hang on the machine are left to `make bench`.
"""

import pytest

from tests.bench import anchoring, dates, finding, quantities, quotations, sentences, worthiness
from tests.bench.data import find_data, find_shared

SHARED = find_shared()
needs_data = pytest.mark.skipif(SHARED is None, reason="no development data beside the repository")


def test_reanchor_development_data_holds_the_bars():
    assert anchoring.BARS.missed(anchoring.score(find_data("anchoring"))) == {}


def test_split_sentences_development_data_holds_the_bars():
    assert sentences.BARS.missed(sentences.score()) == {}


@needs_data
def test_read_quantities_development_data_holds_the_bars():
    assert quantities.BARS.missed(quantities.score(SHARED)) == {}


@needs_data
def test_read_dates_development_data_holds_the_bars():
    assert dates.BARS.missed(dates.score(SHARED)) == {}


@needs_data
def test_read_quotations_development_data_holds_the_bars():
    assert quotations.BARS.missed(quotations.score(SHARED)) == {}


@needs_data
def test_score_sentence_development_data_holds_the_bars():
    assert worthiness.BARS.missed(worthiness.score(SHARED)) == {}


@needs_data
def test_find_claims_sample_article_holds_the_bars():
    assert finding.BARS.missed(finding.score_sample(SHARED, [])) == {}
