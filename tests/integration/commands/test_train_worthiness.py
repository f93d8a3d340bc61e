from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.actions.finding import find_in
from claims.desk_weights import desk_weights
from claims.models import Article, Suggestion
from claims.queries.decisions import get_decisions
from claims.text.finding import examine
from claims.text.worthiness import default_weights, score_sentence
from tests.factories import make_article, make_claim, make_reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def weights_file(settings, tmp_path: Path) -> Path:
    settings.WORTHINESS_FILE = tmp_path / "worthiness" / "weights.json"
    return settings.WORTHINESS_FILE


def make_decisions(*, accepted: int, dismissed: int) -> Article:
    """Make an article whose suggestions were accepted where they tell of lorries, mostly."""
    good = [f"Convoy {number} brought lorries over bridge {number}." for number in range(accepted)]
    bad = [f"Soup number {number} tasted of {number} herbs." for number in range(dismissed)]
    mixed = sorted([*good, *bad], key=lambda sentence: (hash_of(sentence), sentence))
    article = make_article(text="\n\n".join(mixed))
    revision = article.revisions.get()
    reviewer = make_reviewer()
    Suggestion.objects.filter(revision=revision).delete()
    rows = []
    for sentence in mixed:
        start = revision.text.index(sentence)
        is_good = sentence.startswith("Convoy")
        if is_good:
            make_claim(article=article, start=start, end=start + len(sentence), by=reviewer)
        rows.append(
            Suggestion(
                revision=revision,
                start=start,
                end=start + len(sentence) - 1,
                exact=sentence[:-1],
                kind="figure",
                score=0.5,
                reason="A figure.",
                group=1,
                dismissed_at=None if is_good else timezone.now(),
                dismissed_by=None if is_good else reviewer,
            )
        )
    Suggestion.objects.bulk_create(rows)
    return article


def hash_of(sentence: str) -> int:
    return sum(map(ord, sentence)) * 31 % 17


def train(*arguments: str) -> str:
    out = StringIO()
    call_command("train_worthiness", *arguments, stdout=out)
    return out.getvalue()


def test_get_decisions_takes_what_people_decided_and_nothing_else():
    article = make_article(text="The first fell by 5%. The second rose by 6%. The third is 7%.")
    revision = article.revisions.get()
    Suggestion.objects.filter(revision=revision).delete()
    make_claim(article=article, exact="5%")
    for word, is_dismissed in (("5%", False), ("6%", True), ("7%", False)):
        start = revision.text.index(word)
        Suggestion.objects.create(
            revision=revision,
            start=start,
            end=start + 2,
            exact=word,
            kind="figure",
            score=0.5,
            reason="A figure.",
            group=1,
            dismissed_at=timezone.now() if is_dismissed else None,
            dismissed_by=make_reviewer() if is_dismissed else None,
        )
    decided = {each.example.text: each.example.is_worthy for each in get_decisions()}
    assert decided == {"The first fell by 5%.": True, "The second rose by 6%.": False}


def test_train_worthiness_learns_and_the_next_draft_uses_it(weights_file):
    make_decisions(accepted=110, dismissed=110)
    said = train()
    assert "220 sentences: 110 accepted, 110 dismissed; 44 of them kept aside" in said
    assert f"Written: {weights_file}" in said
    weights = desk_weights()
    assert weights is not None
    lorries, soup = "Convoy 900 brought lorries.", "Soup number 900 tasted of herbs."
    shipped_gap = score_sentence(lorries) - score_sentence(soup)
    assert score_sentence(lorries, weights) - score_sentence(soup, weights) > shipped_gap
    article = "A convoy of 900 lorries crossed the bridge. The deficit fell by 5% in 2024."
    own, shipped = examine(article, weights=weights).suggestions, examine(article).suggestions
    assert [each.score for each in own] != [each.score for each in shipped]
    revision = make_article(text=article).revisions.get()
    find_in(revision)
    kept = revision.suggestions.values_list("score", flat=True)
    assert sorted(kept) == sorted(each.score for each in own)

    assert "The weights before are kept:" in train()
    assert len(list(weights_file.parent.iterdir())) == 2
    assert "The shipped weights are in use again" in train("--reset")
    assert desk_weights() is None
    assert "in use already" in train("--reset")
    assert len(list(weights_file.parent.iterdir())) == 2


def test_train_worthiness_dry_run_measures_and_writes_nothing(weights_file):
    make_decisions(accepted=110, dismissed=110)
    said = train("--dry-run")
    assert "average precision" in said
    assert "Nothing is written." in said
    assert not weights_file.exists()


def test_train_worthiness_with_too_few_decisions_is_refused(weights_file):
    make_decisions(accepted=3, dismissed=2)
    with pytest.raises(CommandError, match=r"3 accepted, 2 dismissed\. It takes 200"):
        train()
    assert not weights_file.exists()


def test_train_worthiness_with_one_kind_only_is_refused():
    make_decisions(accepted=0, dismissed=205)
    with pytest.raises(CommandError, match="more of both"):
        train()


@pytest.mark.parametrize("content", ["", "{}", '{"format": "newsdesk-worthiness/1"}', "[1]"])
def test_desk_weights_of_a_broken_file_are_the_shipped_ones(weights_file, content):
    weights_file.parent.mkdir()
    weights_file.write_text(content)
    assert desk_weights() is None
    assert default_weights() is not None
