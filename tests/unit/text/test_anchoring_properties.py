"""What must hold for any edit of any article, checked on generated ones."""

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from claims.text.anchoring import State, reanchor
from claims.text.folding import same_words

SUBJECTS = (
    "The board",
    "Imelda Okafor",
    "A spokesman for the port",
    "Der Rat",
    "La ville",
    "قالت المديرية",
)
VERBS = ("raised", "said it had cut", "did not count", "may close", "verlor", "a perdu", "أغلقت")
OBJECTS = (
    "the fee",
    "“all piers”",
    "two of the boats",
    "die Züge",
    "les bateaux",
    "المدارس",
    "👩🏽‍🌾",
)
TAILS = ("", " by {}%", " in {}", " to £{} million", ", {} in all", " um {} Euro", " — {} more")


@st.composite
def sentences(draw):
    tail = draw(st.sampled_from(TAILS)).format(draw(st.integers(1, 9_999)))
    words = (draw(st.sampled_from(part)) for part in (SUBJECTS, VERBS, OBJECTS))
    return " ".join(words) + tail + draw(st.sampled_from([".", ".", "."]))


PARAGRAPHS = st.lists(sentences(), min_size=1, max_size=4)
ARTICLES = st.lists(PARAGRAPHS, min_size=1, max_size=5)


def text_of(paragraphs):
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


@st.composite
def spans_of(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, min(len(text), start + 80)))


@st.composite
def edited(draw):
    """Return an article, a draft of it with a few edits, and some spans."""
    article = draw(ARTICLES)
    draft = [list(paragraph) for paragraph in article]
    for _ in range(draw(st.integers(0, 4))):
        paragraph = draw(st.sampled_from(draft))
        at = draw(st.integers(0, len(paragraph)))
        action = draw(st.sampled_from(["delete", "insert", "move", "copy", "join", "word"]))
        if action == "insert":
            paragraph.insert(at, draw(sentences()))
        elif action == "copy":
            draft.insert(0, [draw(st.sampled_from(draw(st.sampled_from(article))))])
        elif action == "move":
            draft.append(draft.pop(draft.index(paragraph)))
        elif at < len(paragraph):
            sentence = paragraph.pop(at)
            if action == "join":
                paragraph.insert(at, sentence[:-1] + ",")
            elif action == "word":
                words = sentence.split(" ")
                words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(["not", "7"])))
                paragraph.insert(at, " ".join(words))
    old, new = text_of(article), text_of(draft)
    return old, new, draw(st.lists(spans_of(old), min_size=1, max_size=6))


@given(edited())
def test_reanchor_any_edit_kept_means_the_same_words(case):
    old, new, spans = case
    for (start, end), anchor in zip(spans, reanchor(old, new, spans), strict=True):
        if anchor.state in (State.KEPT, State.MOVED):
            assert same_words(old[start:end], new[anchor.start : anchor.end])


@given(edited())
def test_reanchor_any_edit_answers_are_well_formed(case):
    old, new, spans = case
    for anchor in reanchor(old, new, spans):
        if anchor.state is State.ORPHANED:
            assert (anchor.start, anchor.end, anchor.reasons) == (None, None, ())
        else:
            assert 0 <= anchor.start < anchor.end <= len(new)
            assert new[anchor.start : anchor.end].strip() == new[anchor.start : anchor.end]
            assert bool(anchor.reasons) == (anchor.state is State.EDITED)


@given(edited())
def test_reanchor_any_edit_each_span_is_carried_alone(case):
    old, new, spans = case
    together = reanchor(old, new, spans)
    assert together == [reanchor(old, new, [span])[0] for span in spans]


@given(ARTICLES, st.data())
def test_reanchor_same_text_keeps_everything(article, data):
    text = text_of(article)
    start, end = data.draw(spans_of(text))
    assume(text[start:end].strip())
    (anchor,) = reanchor(text, text, [(start, end)])
    assert anchor.state is State.KEPT
    assert text[anchor.start : anchor.end] in text[start:end] or "\u0301" in text


@given(ARTICLES, st.data())
def test_reanchor_one_digit_changed_is_never_silent(article, data):
    text = text_of(article)
    digits = [at for at, char in enumerate(text) if char.isascii() and char.isdigit()]
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda new: new != text[at]))
    draft = text[:at] + digit + text[at + 1 :]
    start = data.draw(st.integers(max(0, at - 40), at))
    end = data.draw(st.integers(at + 1, min(len(text), at + 40)))
    (anchor,) = reanchor(text, draft, [(start, end)])
    assert anchor.state is State.EDITED
    assert "number" in anchor.reasons


@given(ARTICLES, st.data())
def test_reanchor_not_put_beside_the_span_is_never_silent(article, data):
    text = text_of(article)
    number, sentence = data.draw(
        st.sampled_from([(n, s) for n, p in enumerate(article) for s in p])
    )
    words = sentence.split(" ")
    at = data.draw(st.integers(1, len(words) - 1))
    changed = " ".join([*words[:at], "not", *words[at:]])
    paragraph = [changed if s is sentence else s for s in article[number]]
    draft = text_of([*article[:number], paragraph, *article[number + 1 :]])
    assume(sum(sentence in p for p in article) == 1 and article[number].count(sentence) == 1)
    start = text.index(sentence) + len(" ".join(words[:at])) + 1
    (anchor,) = reanchor(text, draft, [(start, start + len(words[at]))])
    assert anchor.state is State.EDITED


@given(ARTICLES, st.data())
def test_reanchor_unrelated_paragraph_added_keeps_the_span(article, data):
    text = text_of(article)
    added = "Heavy rain fell on Thursday over most southern valleys."
    at = data.draw(st.integers(0, len(article)))
    draft = text_of([*article[:at], [added], *article[at:]])
    start, end = data.draw(spans_of(text))
    assume(text[start:end].strip() and "\n" not in text[start:end])
    (anchor,) = reanchor(text, draft, [(start, end)])
    shift = 0 if start < len(text_of(article[:at])) else len(added) + 2
    assert anchor.state is State.KEPT
    assert anchor.start - shift - start <= 3
    assert anchor.start - shift >= start


@given(ARTICLES, st.data())
def test_reanchor_decomposed_draft_cuts_no_character(article, data):
    text = text_of(article)
    draft = unicodedata.normalize("NFD", text)
    start, end = data.draw(spans_of(text))
    assume(text[start:end].strip())
    (anchor,) = reanchor(text, draft, [(start, end)])
    assert anchor.state is State.KEPT
    assert not unicodedata.combining(draft[anchor.start])
    assert anchor.end == len(draft) or not unicodedata.combining(draft[anchor.end])
