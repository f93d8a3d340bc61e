"""The bars on the development sets, where those are at hand."""

import pytest

from tests.bench import extraction, uploads

needs_pages = pytest.mark.skipif(not extraction.PAGES.is_dir(), reason="no development data")
needs_files = pytest.mark.skipif(not uploads.FILES.is_dir(), reason="no development data")


@needs_files
def test_score_files_of_the_development_set_finds_all_right():
    wrong = {score.file: score.wrong for score in uploads.score_files() if score.wrong}
    assert wrong == {}


@needs_pages
def test_summarise_of_the_development_set_holds_every_bar():
    assert extraction.BARS.missed(extraction.summarise(extraction.score_pages())) == {}
