import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claims.text.sequences import align_tokens, heaviest_chain, longest_chain, unique_pairs

WORDS = st.lists(st.sampled_from("abcdef"), max_size=40)


def is_rising(pairs):
    return all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


def test_longest_chain_crossing_pairs_keeps_the_longest_part():
    assert longest_chain([(0, 5), (1, 1), (2, 2), (3, 3), (4, 0)]) == [(1, 1), (2, 2), (3, 3)]


def test_heaviest_chain_two_light_pairs_lose_to_a_heavy_one():
    assert heaviest_chain([(0, 3, 1.0), (1, 1, 5.0), (2, 2, 1.0)]) == [(1, 1), (2, 2)]


def test_heaviest_chain_one_old_number_is_taken_once():
    assert heaviest_chain([(0, 0, 1.0), (0, 1, 1.0)]) == [(0, 0)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20, unique=True))
def test_heaviest_chain_any_pairs_weighs_most(pairs):
    weighed = [(old, new, 1.0 + (3 * old + new) % 4) for old, new in sorted(pairs)]
    best = {}
    for index, (old, new, weight) in enumerate(weighed):
        before = [best[at] for at in range(index) if weighed[at][0] < old and weighed[at][1] < new]
        best[index] = weight + max(before, default=0)
    chain = heaviest_chain(weighed)
    weights = {(old, new): weight for old, new, weight in weighed}
    assert is_rising(chain)
    assert sum(weights[pair] for pair in chain) == max(best.values(), default=0)


def test_unique_pairs_repeated_items_are_left_out():
    assert unique_pairs(["a", "b", "a", None], ["b", None, "a"], 10, 20) == [(11, 20)]


def test_align_tokens_swapped_figures_face_each_other():
    old, new = ["from", "30", "and", "10", "on"], ["from", "10", "and", "30", "on"]
    assert align_tokens(old, new) == [(0, 0), (2, 2), (4, 4)]


@given(WORDS, WORDS)
def test_align_tokens_any_words_gives_rising_equal_pairs(old, new):
    pairs = align_tokens(old, new)
    assert is_rising(pairs)
    assert all(old[a] == new[b] for a, b in pairs)


def test_align_tokens_long_texts_with_scattered_edits_finds_nearly_all():
    chance = random.Random(1)
    old = [str(chance.randrange(3_000)) for _ in range(20_000)]
    new = ["edited" if at % 50 == 0 else word for at, word in enumerate(old)]
    assert len(align_tokens(old, new)) == 19_600


def test_align_tokens_long_text_without_anything_unique_still_keeps_both_ends():
    old = ["a", "b"] * 5_000
    new = ["a", "b"] * 2_000 + ["x"] + ["a", "b"] * 2_000 + ["y"] + ["a", "b"] * 1_000
    pairs = align_tokens(old, new)
    assert pairs[0] == (0, 0)
    assert pairs[-1] == (len(old) - 1, len(new) - 1)
    assert len(pairs) >= 6_000
