from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.document import Block, Document, Mark, Note
from claims.intake.document import DocumentBuilder as Builder
from claims.intake.headline import with_headline
from tests.unit.intake.checks import check_sound


def make_document(*paragraphs: str, **fields: str) -> Document:
    builder = Builder()
    for number, text in enumerate(paragraphs):
        key = str(number)
        builder.add("paragraph", [Mark(key, "start"), text, Mark(key, "end")])
        builder.note(key, "comment", "Says who?")
    return builder.build(**fields)


def test_with_headline_puts_title_and_standfirst_first():
    document = make_document("Fees rise.", title="Port 🏠 fees", standfirst="From May, 30% more.")
    headed = with_headline(document)
    assert [(block.kind, block.level, block.text) for block in headed.blocks] == [
        ("heading", 1, "Port 🏠 fees"),
        ("paragraph", 0, "From May, 30% more."),
        ("paragraph", 0, "Fees rise."),
    ]
    check_sound(headed)


@pytest.mark.parametrize(
    "fields",
    [{}, {"title": "FEES rise"}, {"standfirst": "Fees rise"}, {"title": "A", "standfirst": "a."}],
)
def test_with_headline_says_nothing_twice(fields):
    headed = with_headline(make_document("Fees rise.", "From May.", **fields))
    texts = [block.text for block in headed.blocks]
    assert len(texts) == (3 if fields.get("title") == "A" else 2)


def test_with_headline_of_a_page_with_its_title_among_the_blocks_changes_nothing():
    document = make_document("Fees rise.", title="Fees rise", standfirst="")
    assert with_headline(document) == document


WORDS = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=4), st.just("") | WORDS, st.just("") | WORDS)
def test_with_headline_keeps_every_word_and_every_note_on_its_words(paragraphs, title, standfirst):
    document = make_document(*paragraphs)
    document = replace(document, title=title, standfirst=standfirst)
    headed = with_headline(document)
    text = headed.text
    assert text.endswith(document.text)
    assert all(text[block.start : block.end] == block.text for block in headed.blocks)

    def noted(each: Document, note: Note | Block) -> str:
        return each.text[note.start : note.end]

    before = [noted(document, note) for note in document.notes]
    assert [noted(headed, note) for note in headed.notes] == before
