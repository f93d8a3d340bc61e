from hypothesis import given
from hypothesis import strategies as st

from claims.text.likeness import nearest_first


def test_nearest_first_puts_the_same_words_in_another_order_before_others():
    others = ["Tariffs fell to 30%.", "Last year the DEFICIT was $295bn.", "Deficits shrink."]
    assert nearest_first("The deficit was $295bn last year.", others)[0] == 1


@given(st.text(), st.lists(st.text()))
def test_nearest_first_names_each_once(text, others):
    assert sorted(nearest_first(text, others)) == list(range(len(others)))
