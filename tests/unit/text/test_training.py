import pytest

from claims.text.training import (
    Example,
    Quality,
    main,
    measure_weights,
    read_examples,
    train_weights,
)
from claims.text.worthiness import default_weights, read_weights, score_sentence

WORTHY = [
    "The deficit rose to 5 billion dollars.",
    "Crime fell by 12 percent in the city.",
    "The state cut taxes twice in 1998.",
    "The bridge carried 90,000 cars a day.",
]
IDLE = ["Thank you so much.", "Good evening to you all.", "Let me say this.", "I hope so."]
EXAMPLES = [Example(text, True) for text in WORTHY] + [Example(text, False) for text in IDLE]


def test_train_weights_separates_its_examples():
    weights = train_weights(EXAMPLES)
    assert min(score_sentence(text, weights) for text in WORTHY) > 0.5
    assert max(score_sentence(text, weights) for text in IDLE) < 0.5


def test_train_weights_equal_examples_give_equal_weights():
    assert train_weights(EXAMPLES) == train_weights(EXAMPLES)


def test_train_weights_keeps_no_more_terms_than_asked():
    assert len(train_weights(EXAMPLES, terms_max=7).terms) == 7


@pytest.mark.parametrize("is_worthy", [True, False])
def test_train_weights_one_label_only_is_refused(is_worthy):
    with pytest.raises(ValueError, match="both kinds"):
        train_weights([Example("One sentence.", is_worthy)] * 3)


def test_train_weights_from_the_shipped_ones_learns_a_desk_taste_and_keeps_the_rest():
    shipped = default_weights()
    taste = "Kittens were seen at the harbour fair."
    decisions = [Example(f"{taste} {place}", True) for place in ("North.", "South.", "East.")]
    decisions += [Example(text, False) for text in IDLE]
    tuned = train_weights(decisions, start=shipped)
    assert score_sentence(taste, tuned) > score_sentence(taste, shipped)
    fact = "Unemployment fell from 7.5 percent to 5.4 percent last year."
    assert abs(score_sentence(fact, tuned) - score_sentence(fact, shipped)) < 0.1
    assert shipped.terms.keys() <= tuned.terms.keys()


def test_train_weights_from_the_shipped_ones_adds_words_they_did_not_know():
    decisions = [Example("Zorblax levies rose.", True), Example("Thank you so much.", False)]
    assert "zorblax" in train_weights(decisions, start=default_weights()).terms


def write_table(path, rows):
    path.write_text("text\tlabel\n" + "".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")


def test_read_examples_reads_text_and_label(tmp_path):
    path = tmp_path / "examples.tsv"
    write_table(path, [('He said "no."', 0), ("It fell 3%.", 1)])
    assert read_examples(path) == [Example('He said "no."', False), Example("It fell 3%.", True)]


def test_read_examples_bad_label_is_refused_with_its_line(tmp_path):
    path = tmp_path / "examples.tsv"
    write_table(path, [("Yes.", 1), ("No.", "maybe")])
    with pytest.raises(ValueError, match="line 3"):
        read_examples(path)


def test_read_examples_missing_column_is_refused(tmp_path):
    path = tmp_path / "examples.tsv"
    path.write_text("text\tverdict\n", encoding="utf-8")
    with pytest.raises(ValueError, match="label"):
        read_examples(path)


def test_main_writes_weights_that_can_be_read(tmp_path):
    path, out = tmp_path / "examples.tsv", tmp_path / "weights.json"
    write_table(path, [(e.text, int(e.is_worthy)) for e in EXAMPLES])
    main([str(path), "--out", str(out), "--terms", "20"])
    assert len(read_weights(out.read_text(encoding="utf-8")).terms) == 20


def test_measure_weights_that_fit_are_perfect_and_of_nothing_are_zero():
    assert measure_weights(EXAMPLES, train_weights(EXAMPLES)) == Quality(1.0, 1.0)
    assert measure_weights([]) == Quality(0.0, 0.0)


def test_measure_weights_counts_the_order_and_the_border():
    ranked = [Example(WORTHY[0], True), Example(IDLE[0], True), Example(WORTHY[1], False)]
    quality = measure_weights(ranked, train_weights(EXAMPLES))
    assert quality.f1 == 0.5
    assert quality.average_precision in (pytest.approx(5 / 6), pytest.approx((1 / 2 + 2 / 3) / 2))
