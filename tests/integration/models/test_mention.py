import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.intake.pasted import read_pasted
from claims.models import Claim, Mention
from claims.text.offsets import BadPosition, check_position
from tests.factories import make_article, make_claim, make_revision

pytestmark = pytest.mark.django_db

TEXT = (
    "🏠🏠 Ferry sank 👩🏾\u200d⚕\ufe0f near 🇩🇰\n\n"
    "It carried x\u0304 and أمينة الإدريسي, 142 people, 각 and 𝒳, on 12 May."
)
WORDS = [
    "🏠🏠",
    "👩🏾\u200d⚕\ufe0f",
    "🇩🇰",
    "x\u0304",
    "أمينة الإدريسي",
    "142 people",
    "각",
    "𝒳",
    ".",
]


@pytest.fixture(scope="module")
def text():
    return read_pasted(TEXT).text


def _mention(claim, revision, start, end, exact):
    with transaction.atomic():
        return Mention.objects.create(
            claim=claim,
            revision=revision,
            start=start,
            end=end,
            exact=exact,
            created_by=claim.created_by,
        )


@pytest.mark.parametrize("exact", WORDS)
def test_mention_counts_code_points_in_the_database_as_in_python(text, exact):
    claim = make_claim(exact="near", article=make_article(text=TEXT))
    revision = claim.article.revisions.get()
    start = text.index(exact)
    assert _mention(claim, revision, start, start + len(exact), exact).pk


@pytest.mark.parametrize("exact", WORDS)
@pytest.mark.parametrize("off", [-1, 1])
def test_mention_that_is_off_by_one_is_refused(text, exact, off):
    claim = make_claim(exact="near", article=make_article(text=TEXT))
    revision = claim.article.revisions.get()
    start = text.index(exact, 1) + off if exact in text[1:] else 1
    with pytest.raises(IntegrityError, match="is not what its revision says there"):
        _mention(claim, revision, start, start + len(exact), exact + "!")


def test_mention_past_the_end_is_refused(text):
    claim = make_claim(exact="near", article=make_article(text=TEXT))
    revision = claim.article.revisions.get()
    with pytest.raises(IntegrityError, match="is not what its revision says there"):
        _mention(claim, revision, len(text) - 1, len(text) + 1, "..")


def test_mention_in_another_article_is_refused():
    claim, revision = make_claim(), make_revision()
    start = revision.text.index("142 people")
    with pytest.raises(IntegrityError, match="in a revision of its claim's article"):
        _mention(claim, revision, start, start + 10, "142 people")


@pytest.mark.parametrize(
    "change", [{"exact": "142 peoples"}, {"start": 0}, {"end": 3}], ids=lambda change: str(change)
)
def test_mention_cannot_be_moved_off_its_words(change):
    mention = make_claim().mentions.get()
    with pytest.raises(DatabaseError):
        Mention.objects.filter(pk=mention.pk).update(**change)


PIECES = st.sampled_from(
    ["a", "bc ", "🏠", "x\u0304", "🇩🇰", "م", "\u0651", "👩\u200d👧", "각", "\n\n"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=10), st.data())
def test_mention_of_any_accepted_place_is_accepted_by_the_database(pieces, data):
    article = make_article(text="a" + "".join(pieces))
    revision = article.revisions.get()
    start = data.draw(st.integers(0, len(revision.text)))
    end = data.draw(st.integers(start, len(revision.text)))
    try:
        position = check_position(revision.text, start, end)
    except BadPosition:
        return
    exact = revision.text[position.start : position.end]
    claim = Claim.objects.create(
        article=article, number=1, wording="Words.", created_by=article.owner
    )
    assert _mention(claim, revision, position.start, position.end, exact).pk
