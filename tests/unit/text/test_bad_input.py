"""What nobody would print, at full size: it is read to its end, or capped with a notice.

That the time grows with the text and no faster is in `test_linear_time` and in the tests of each
reader; here stand bounds so wide that any machine holds them, and any quadratic step breaks.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claims.text.consistency import find_notes_in
from claims.text.dates import read_dates
from claims.text.finding import SUGGESTIONS_MAX, examine
from claims.text.quantities import read_quantities
from claims.text.sentences import split_sentences

REPOSITORY = Path(__file__).resolve().parents[3]
_CHANCE = random.Random(7)
_NOISE = "abcABC  .,;:-|1lI0O\"'“”‘’\n~^"
LARGE = 1_000_000
TEXTS = {
    "no sentence end": "the deficit of China rose to 30% and ",
    "numbers": "295 30 1,204.5 ",
    "emoji": "😀🏠👩‍👩‍👧",
    "right to left": "قال الرئيس إن العجز بلغ 295 مليار دولار. ",
    "noise": "".join(_CHANCE.choice(_NOISE) for _ in range(5_000)),
}
NUMBERS = {
    "in sentences": " ".join(f"Sales rose to {n} tonnes." for n in range(10_000)),
    "in one sentence": "Sales rose to " + ", ".join(f"{n} tonnes" for n in range(10_000)),
}


def of_size(piece, size):
    return (piece * (size // len(piece) + 1))[:size]


@pytest.mark.parametrize("kind", TEXTS)
def test_examine_of_bad_text_gives_exact_places_and_at_most_the_cap(kind):
    text = of_size(TEXTS[kind], 100_000)
    started = time.process_time()
    findings = examine(text)
    notes = find_notes_in(text, findings)
    assert time.process_time() - started < 15
    assert len(findings.suggestions) <= SUGGESTIONS_MAX
    assert all(s.exact == text[s.start : s.end] for s in findings.suggestions)
    assert all(place.exact == text[place.start : place.end] for n in notes for place in n.places)


@pytest.mark.parametrize("kind", TEXTS)
def test_split_sentences_of_a_megabyte_of_bad_text_covers_it(kind):
    text = of_size(TEXTS[kind], LARGE)
    started = time.process_time()
    spans = split_sentences(text)
    assert time.process_time() - started < 5
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_examine_of_a_megabyte_without_a_sentence_end_is_capped_with_a_notice():
    text = of_size(TEXTS["no sentence end"], LARGE)
    findings = examine(text)
    assert len(findings.suggestions) == SUGGESTIONS_MAX
    assert f"{SUGGESTIONS_MAX:,} checkable places" in findings.notice
    assert find_notes_in(text, findings)[-1].kind == "limit"


@pytest.mark.parametrize("kind", NUMBERS)
def test_examine_of_ten_thousand_numbers_is_capped_with_a_notice(kind):
    text = NUMBERS[kind]
    started = time.process_time()
    assert len(read_quantities(text)) == 10_000
    assert len(read_dates(text, None)) <= 10_000
    findings = examine(text)
    notes = find_notes_in(text, findings)
    assert time.process_time() - started < 15
    assert len(findings.suggestions) == SUGGESTIONS_MAX
    assert f"{SUGGESTIONS_MAX:,} checkable places" in findings.notice
    assert findings.notice in {note.message for note in notes if note.kind == "limit"}


def test_examine_of_the_longest_wall_of_emoji_takes_bounded_memory():
    code = """if True:
        import resource, sys
        from claims.text.finding import READ_CODE_POINTS_MAX, examine
        piece = sys.argv[1]
        text = piece * (READ_CODE_POINTS_MAX // len(piece) + 2)
        resource.setrlimit(resource.RLIMIT_AS, (900_000_000, resource.RLIM_INFINITY))
        print(len(examine(text).notice) > 0)
    """
    done = subprocess.run(
        [sys.executable, "-c", code, TEXTS["emoji"]],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout == "True\n", done.stderr
