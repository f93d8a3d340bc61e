"""Two drafts side by side: which blocks face each other, and what differs in them."""

import random
import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.text.differences import RunKind, Stretch, compare_drafts, fold_rows
from claims.text.folding import fold
from tests.unit.text.drafts import ARTICLE, edit
from tests.unit.text.test_anchoring_properties import ARTICLES, edited, text_of


def blocks_of(text, kinds=()):
    """Return a block for each paragraph of a text; `kinds` names those of the first ones."""
    blocks = []
    at = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        kind = kinds[number] if number < len(kinds) else "paragraph"
        blocks.append({"kind": kind, "start": at, "end": at + len(paragraph), "level": 0})
        at += len(paragraph) + 2
    return blocks


def compare(old, new):
    return compare_drafts(old, blocks_of(old), new, blocks_of(new))


def words_of(side, text):
    """Return the runs of a side as (kind, words) without white space at their edges."""
    if side is None:
        return None
    runs = [(run.kind.value, text[run.start : run.end].strip()) for run in side.runs]
    return [(kind, words) for kind, words in runs if words]


def changes(old, new):
    """Return what was removed, added and moved, anywhere."""
    found = []
    for row in compare(old, new).rows:
        for side, text in ((row.old, old), (row.new, new)):
            found += [each for each in words_of(side, text) or [] if each[0] != "kept"]
    return found


@pytest.mark.parametrize(
    ("words", "instead", "expected"),
    [
        ("30% in", "80% in", [("removed", "30"), ("added", "80")]),
        ("was 7", "was not 7", [("added", "not")]),
        ("Imelda Okafor", "Imelda Okoro", [("removed", "Okafor"), ("added", "Okoro")]),
        (", up from £610,000 in 2022", "", [("removed", ", up from £610,000 in 2022")]),
        ("🚲 Zoë", "🏠 Zoë", [("removed", "🚲"), ("added", "🏠")]),
        (
            "raise mooring fees",
            "lower berth rents",
            [("removed", "raise mooring fees"), ("added", "lower berth rents")],
        ),
    ],
)
def test_compare_drafts_words_changed_names_exactly_these(words, instead, expected):
    old = ARTICLE
    assert changes(old, old.replace(words, instead, 1)) == expected


def test_compare_drafts_superscript_made_plain_is_a_change():
    assert changes("About 10² boats.", "About 102 boats.") == [
        ("removed", "10²"),
        ("added", "102"),
    ]


def test_compare_drafts_typography_changed_is_no_change():
    new = ARTICLE.replace("“", '"').replace("”", '"').replace(" ", "\u00a0")
    assert changes(ARTICLE, unicodedata.normalize("NFD", new)) == []


def test_compare_drafts_space_taken_out_is_shown():
    assert compare("well- known man", "well-known man").rows[0].old.runs[1].kind == "removed"
    new = compare("well-known man", "well- known man").rows[0].new
    assert [(run.kind, run.end - run.start) for run in new.runs] == [
        ("kept", 5),
        ("added", 1),
        ("kept", 9),
    ]


def test_compare_drafts_paragraph_added_stands_alone():
    first, rest = ARTICLE.split("\n\n", 1)
    added = "Heavy rain fell on Thursday."
    rows = compare(ARTICLE, f"{first}\n\n{added}\n\n{rest}").rows
    assert [row.is_unchanged for row in rows] == [True, False, True, True, True, True]
    assert rows[1].old is None
    assert [run.kind for run in rows[1].new.runs] == [RunKind.ADDED]


def test_compare_drafts_paragraph_removed_stands_alone():
    paragraphs = ARTICLE.split("\n\n")
    rows = compare(ARTICLE, "\n\n".join(paragraphs[:2] + paragraphs[3:])).rows
    assert rows[2].new is None
    assert [run.kind for run in rows[2].old.runs] == [RunKind.REMOVED]


def test_compare_drafts_paragraph_moved_each_side_names_the_row_of_the_other():
    first, second, third, *rest = ARTICLE.split("\n\n")
    moved = edit("Tuesday", "Friday", text=second)
    rows = compare(ARTICLE, "\n\n".join([first, third, *rest, moved])).rows
    there, here = rows[1], rows[-1]
    assert there.new is None
    assert here.old is None
    assert {run.row for run in there.old.runs if run.kind is RunKind.MOVED} == {len(rows) - 1}
    assert {run.row for run in here.new.runs if run.kind is RunKind.MOVED} == {1}
    text = "\n\n".join([first, third, *rest, moved])
    assert ("added", "Friday") in words_of(here.new, text)
    assert ("removed", "Tuesday") in words_of(there.old, ARTICLE)


def test_compare_drafts_sentences_swapped_in_a_paragraph_shows_one_as_moved():
    old = "The vote was 7 to 4 on Tuesday. Nobody spoke against the plan."
    new = "Nobody spoke against the plan. The vote was 7 to 4 on Tuesday."
    (row,) = compare(old, new).rows
    assert [run.kind for run in row.old.runs].count(RunKind.MOVED) == 1
    assert [run.row for run in row.new.runs if run.kind is RunKind.MOVED] == [0]


def test_compare_drafts_heading_rewritten_faces_the_one_it_replaced():
    old, new = "Fees to rise\n\nThe board voted.", "Harbour in turmoil\n\nThe board voted."
    rows = compare(old, new).rows
    assert len(rows) == 2
    assert words_of(rows[0].old, old) == [("removed", "Fees to rise")]
    assert words_of(rows[0].new, new) == [("added", "Harbour in turmoil")]


def test_compare_drafts_small_words_between_greater_changes_belong_to_them():
    old = "He spoke for the government of the Republic yesterday at noon in town."
    new = "He spoke for the administration of the Kingdom yesterday at noon in town."
    assert changes(old, new) == [
        ("removed", "government of the Republic"),
        ("added", "administration of the Kingdom"),
    ]


def test_compare_drafts_figure_between_greater_changes_stays_kept():
    old = "He said the government counted 30 shipwrecked yesterday at noon in town."
    new = "He said the administration registered 30 travellers yesterday at noon in town."
    assert ("kept", "30") in words_of(compare(old, new).rows[0].new, new)


def test_compare_drafts_kind_of_a_block_changed_is_no_unchanged_row():
    text = "Fees to rise\n\nThe board voted."
    rows = compare_drafts(text, blocks_of(text), text, blocks_of(text, ["heading"])).rows
    assert [row.is_unchanged for row in rows] == [False, True]
    assert [run.kind for run in rows[0].new.runs] == [RunKind.KEPT]


def test_compare_drafts_row_of_an_offset_is_that_of_its_block():
    first, rest = ARTICLE.split("\n\n", 1)
    new = f"Added at the top.\n\n{first}\n\n{rest}"
    found = compare(ARTICLE, new)
    assert found.row_of_old(0) == 1
    assert found.row_of_new(0) == 0
    assert found.row_of_new(new.index("The vote")) == found.row_of_old(ARTICLE.index("The vote"))


def test_compare_drafts_empty_drafts_have_no_rows():
    found = compare_drafts("", [], "", [])
    assert found.rows == ()
    assert found.row_of_old(0) is None
    assert fold_rows(found.rows) == []


def test_compare_drafts_words_against_a_block_without_any_are_all_changes():
    assert changes("1", "\u00ad") == [("removed", "1")]


# Folding


def numbered(count, changed=(), extra=""):
    return "\n\n".join(
        f"Paragraph {n} says little{extra if n in changed else ''}." for n in range(count)
    )


def test_fold_rows_long_unchanged_stretches_are_folded_with_a_neighbour_left():
    rows = compare(numbered(12), numbered(12, [5], " today")).rows
    assert fold_rows(rows) == [
        Stretch(0, 4, True),
        Stretch(4, 7, False),
        Stretch(7, 12, True),
    ]


def test_fold_rows_short_unchanged_stretch_is_shown():
    rows = compare(numbered(6), numbered(6, [2], " today")).rows
    assert fold_rows(rows) == [Stretch(0, 6, False)]


def test_fold_rows_row_that_has_to_stay_is_shown():
    rows = compare(numbered(12), numbered(12)).rows
    assert fold_rows(rows) == [Stretch(0, 12, True)]
    assert Stretch(5, 8, False) in fold_rows(rows, {6})


# What must hold for any two drafts


def check_exact(old, new):
    found = compare(old, new)
    for side_of, text in ((lambda row: row.old, old), (lambda row: row.new, new)):
        sides = [side_of(row) for row in found.rows if side_of(row)]
        assert "\n\n".join(text[side.start : side.end] for side in sides) == text
        for side in sides:
            ends = [run.end for run in side.runs]
            assert [run.start for run in side.runs] == [side.start, *ends[:-1]][: len(ends)]
            assert not ends or ends[-1] == side.end
            assert all(run.start < run.end for run in side.runs)
            assert all((run.row is None) == (run.kind != "moved") for run in side.runs)
    for row in found.rows:
        assert row.old or row.new
        if row.old and row.new:
            assert kept_of(row.old, old) == kept_of(row.new, new)
        else:
            assert all(run.kind != "kept" for run in (row.old or row.new).runs)
    check_moved(found, old, new)
    if all(row.is_unchanged for row in found.rows):
        assert fold(old).text.split() == fold(new).text.split()
    return found


def kept_of(side, text):
    kept = "".join(text[run.start : run.end] for run in side.runs if run.kind == "kept")
    return "".join(fold(kept).text.split())


def check_moved(found, old, new):
    """What a side calls moved stands in the row that it names, as moved from here."""
    gone, come = {}, {}
    for number, row in enumerate(found.rows):
        for run in row.old.runs if row.old else ():
            if run.kind == "moved":
                gone.setdefault((number, run.row), []).append(old[run.start : run.end])
        for run in row.new.runs if row.new else ():
            if run.kind == "moved":
                come.setdefault((run.row, number), []).append(new[run.start : run.end])
    assert gone.keys() == come.keys()
    for place, pieces in gone.items():
        one, other = ("".join(fold("".join(each)).text.split()) for each in (pieces, come[place]))
        assert sorted(one) == sorted(other)


@given(edited())
def test_compare_drafts_any_edit_is_exact_on_both_sides(case):
    old, new, _ = case
    assume(old and new)
    check_exact(old, new)


@given(ARTICLES, ARTICLES)
def test_compare_drafts_any_two_articles_are_exact_on_both_sides(old, new):
    check_exact(text_of(old), text_of(new))


_ODD = st.text(
    st.sampled_from("ab 1½.,-–“'🏠👩🏽‍🌾é\u0301\u00ad\u200bﬁ今天ا\ufb1d\U0001d15e\n"),
    min_size=1,
    max_size=30,
)
_BLOCK = _ODD.map(lambda text: text.strip().replace("\n\n", "\n")).filter(
    lambda text: text and "\n\n" not in text
)


@given(st.lists(_BLOCK, min_size=1, max_size=4), st.lists(_BLOCK, min_size=1, max_size=4))
def test_compare_drafts_odd_characters_are_exact_on_both_sides(old, new):
    check_exact("\n\n".join(old), "\n\n".join(new))


@given(st.lists(_BLOCK, min_size=1, max_size=5))
def test_compare_drafts_same_draft_has_no_change(blocks):
    text = "\n\n".join(blocks)
    found = check_exact(text, text)
    assert len(found.rows) == len(blocks)
    assert all(row.is_unchanged for row in found.rows)


@given(ARTICLES, st.data())
def test_compare_drafts_one_digit_changed_is_never_silent(article, data):
    text = text_of(article)
    digits = [at for at, char in enumerate(text) if char.isascii() and char.isdigit()]
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda new: new != text[at]))
    draft = text[:at] + digit + text[at + 1 :]
    found = compare(text, draft)
    row = found.rows[found.row_of_new(at)]
    (run,) = (run for run in row.new.runs if run.start <= at < run.end)
    assert run.kind is RunKind.ADDED


@given(ARTICLES, st.sets(st.integers(0, 8)))
def test_fold_rows_any_rows_cover_all_and_fold_the_unchanged_only(article, shown):
    text = text_of(article)
    rows = compare(text, text_of(article[::-1])).rows
    stretches = fold_rows(rows, shown)
    assert [at for start, end, _ in stretches for at in range(start, end)] == list(range(len(rows)))
    for start, end, is_folded in stretches:
        if is_folded:
            assert all(rows[at].is_unchanged and at not in shown for at in range(start, end))


# Time


def long_draft(words, share, noise):
    """Return a draft and the next one, with a word changed in a share of its sentences."""

    def sentence():
        return " ".join(noise.choice(VOCABULARY) for _ in range(20)).capitalize() + "."

    old = [[sentence() for _ in range(5)] for _ in range(words // 100)]
    new = [
        [
            each.replace(" ", f" {noise.choice(VOCABULARY)} ", 1)
            if noise.random() < share
            else each
            for each in paragraph
        ]
        for paragraph in old
    ]
    return text_of(old), text_of(new)


_LETTERS = random.Random(3)
VOCABULARY = [
    "".join(_LETTERS.choices("abcdefghijklm", k=_LETTERS.randint(2, 9))) for _ in range(4000)
]


@pytest.mark.parametrize("share", [0.05, 0.9])
def test_compare_drafts_four_times_the_text_takes_no_more_than_eight_times_as_long(share):
    seconds = []
    for words in (5_000, 20_000):
        drafts = long_draft(words, share, random.Random(5))
        begin = time.process_time()
        compare(*drafts)
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 8 * seconds[0] + 0.1
