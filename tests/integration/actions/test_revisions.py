"""A new draft: where the mentions go, and which claims lose their rating."""

import pytest

from claims.actions.drafts import OriginalFile
from claims.actions.revisions import add_revision
from claims.exceptions import NotFound, Stale, WrongState
from claims.intake.pasted import read_pasted
from claims.models import Article, Claim, DraftCitation, Event, Mention, Original
from claims.queries.claim import get_claim_panel
from tests.factories import (
    make_article,
    make_claim,
    make_confidential_article,
    make_editor,
    make_mention,
    make_person,
    make_reporter,
    make_verdict,
)

pytestmark = pytest.mark.django_db

DRAFT = """Trade talks resume

The deficit was $295 billion last year, the ministry said on Monday. Exports fell by 30%.

Anna Berg said the talks would continue. The minister has signed the agreement."""


def article_of(*marks: str, text: str = DRAFT) -> tuple[Article, list[Claim]]:
    article = make_article(text=text)
    return article, [make_claim(article=article, exact=mark, rating="verified") for mark in marks]


def send(article: Article, text: str, **fields):
    by = fields.pop("by", None) or article.owner
    return add_revision(article_id=article.pk, document=read_pasted(text), by=by, **fields)


def test_revision_unchanged_words_keep_their_rating_and_move_along():
    article, (deficit, exports) = article_of("$295 billion", "Exports fell by 30%")
    added = send(article, DRAFT.replace("Trade talks resume", "Talks on trade resume in Geneva"))
    assert added.is_new
    assert added.revision.number == 2
    for claim in (deficit, exports):
        claim.refresh_from_db()
        assert claim.rating == "verified"
        assert claim.recheck == []
        mention = claim.mentions.get(revision=added.revision)
        assert mention.state == Mention.State.KEPT
        assert mention.previous == claim.mentions.get(revision__number=1)
        assert added.revision.text[mention.start : mention.end] == mention.exact


def test_revision_asks_again_for_exactly_what_changed():
    article, (deficit, exports, anna, minister) = article_of(
        "The deficit was $295 billion",
        "Exports fell by 30%",
        "Anna Berg",
        "has signed the agreement",
    )
    text = DRAFT.replace("$295", "$285").replace("Anna Berg", "Anna Bergström")
    added = send(article, text.replace("has signed", "has not signed"))
    found = {}
    for claim in (deficit, exports, anna, minister):
        claim.refresh_from_db()
        found[claim.pk] = (claim.rating, bool(claim.recheck))
    assert found == {
        deficit.pk: ("", True),
        exports.pk: ("verified", False),
        anna.pk: ("", True),
        minister.pk: ("", True),
    }
    assert deficit.recheck == [
        "Draft 2 changed the number: “The deficit was $295 billion” became"
        " “The deficit was $285 billion”."
    ]
    assert deficit.wording == "The deficit was $285 billion"
    assert deficit.verdicts.get().wording == "The deficit was $295 billion"
    lapse = deficit.events.get(kind=Event.Kind.VERDICT_LAPSED)
    assert lapse.payload == {"rating": "verified", "reasons": deficit.recheck}
    states = {mention.claim_id: mention.state for mention in added.mentions}
    assert states[exports.pk] == Mention.State.KEPT
    assert {states[pk] for pk in (deficit.pk, anna.pk, minister.pk)} == {Mention.State.EDITED}


def test_revision_without_the_words_leaves_an_orphan_and_asks_again():
    article, (exports,) = article_of("Exports fell by 30%")
    added = send(article, DRAFT.replace(" Exports fell by 30%.", ""))
    exports.refresh_from_db()
    assert exports.rating == ""
    assert exports.recheck == ["Draft 2 no longer has its words."]
    (orphan,) = added.mentions
    assert (orphan.state, orphan.start, orphan.exact) == ("orphaned", None, "Exports fell by 30%")
    third = send(article, DRAFT.replace(" Exports fell by 30%.", " It rained."))
    exports.refresh_from_db()
    assert [mention.state for mention in third.mentions] == ["orphaned"]
    assert exports.recheck == ["Draft 2 no longer has its words."]


def test_revision_that_keeps_one_of_two_places_keeps_the_rating():
    text = f"{DRAFT}\n\nAgain: $295 billion."
    article, (deficit,) = article_of("$295 billion", text=text)
    make_mention(claim=deficit, exact="Again: $295 billion")
    make_verdict(claim=deficit)
    added = send(article, DRAFT)
    deficit.refresh_from_db()
    assert deficit.rating == "verified"
    assert sorted(mention.state for mention in added.mentions) == ["kept", "orphaned"]


def test_revision_equal_to_the_newest_is_not_added():
    article, (deficit,) = article_of("$295 billion")
    added = send(article, DRAFT)
    assert not added.is_new
    assert added.revision.number == 1
    assert [mention.claim for mention in added.mentions] == [deficit]
    assert article.revisions.count() == 1


def test_revision_takes_a_cleared_article_back_into_review():
    article = make_article(text=DRAFT, status="cleared")
    send(article, f"{DRAFT}\n\nMore.")
    article.refresh_from_db()
    assert article.status == Article.Status.IN_REVIEW
    assert article.events.filter(kind=Event.Kind.ARTICLE_REOPENED).exists()


def test_revision_counts_what_became_of_the_mentions_in_the_history():
    article, _ = article_of("$295 billion", "Exports fell by 30%")
    send(article, DRAFT.replace("$295", "$285"))
    event = article.events.filter(kind=Event.Kind.REVISION_ADDED).latest("pk")
    assert event.payload["mentions"] == {"kept": 1, "moved": 0, "edited": 1, "orphaned": 0}


def test_revision_keeps_the_file_and_the_headline_it_came_with():
    article = make_article(text=DRAFT)
    original = OriginalFile("b.docx", "", "application/zip", "ab" * 32, 12)
    added = send(article, f"{DRAFT}\n\nMore.", original=original, title="Talks again")
    article.refresh_from_db()
    assert article.title == "Talks again"
    assert Original.objects.get(revision=added.revision).filename == "b.docx"


@pytest.mark.parametrize(
    ("status", "person", "refusal"),
    [
        ("spiked", make_editor, WrongState),
        ("published", make_editor, WrongState),
        ("in_review", lambda: make_person(None), NotFound),
    ],
)
def test_revision_refused_adds_nothing(status, person, refusal):
    article = make_article(text=DRAFT, status=status)
    with pytest.raises(refusal):
        send(article, "Other words.", by=person())
    assert article.revisions.count() == 1


def test_revision_of_nothing_is_refused():
    article = make_article(text=DRAFT)
    document = read_pasted("x")
    with pytest.raises(NotFound):
        add_revision(
            article_id=make_confidential_article().pk, document=document, by=make_reporter()
        )
    assert article.revisions.count() == 1


def test_revision_carries_a_thousand_claims_past_emoji_and_line_ends():
    lines = [f"Line {n} 🏠 أمينة x̄ counted {n * 7 + 1000} boats on the river." for n in range(1000)]
    article = make_article(text="\n\n".join(lines))
    draft, by, at = article.revisions.get(), article.owner, 0
    claims, mentions = [], []
    for number in range(1000):
        exact = f"{number * 7 + 1000} boats"
        at = draft.text.index(exact, at)
        claims.append(Claim(article=article, number=number + 1, wording=exact, created_by=by))
        place = {"start": at, "end": at + len(exact), "exact": exact}
        mentions.append(Mention(claim=claims[-1], revision=draft, created_by=by, **place))
    Claim.objects.bulk_create(claims)
    Mention.objects.bulk_create(mentions)
    added = send(article, "A new head\n\n" + "\n\n".join(lines).replace("1007 boats", "1008 boats"))
    states = [mention.state for mention in added.mentions]
    assert states.count("kept") == 999
    assert states.count("edited") == 1


def test_revision_asks_about_an_edited_claim_that_nobody_decided_too():
    article = make_article(text=DRAFT)
    claim = make_claim(article=article, exact="Exports fell by 30%")
    version = claim.version
    send(article, DRAFT.replace("30%", "20%"))
    claim.refresh_from_db()
    assert claim.recheck == [
        "Draft 2 changed the number: “Exports fell by 30%” became “Exports fell by 20%”."
    ]
    assert claim.version > version
    with pytest.raises(Stale):
        make_verdict(claim=claim, version=version)


def test_revision_follows_the_headline_where_the_article_goes_by_it():
    article = make_article(text=f"# Ferry sank: 142 dead\n\n{DRAFT}")
    send(article, f"# Ferry sank: 124 dead\n\n{DRAFT}")
    article.refresh_from_db()
    assert article.title == "Ferry sank: 124 dead"


def test_revision_of_the_same_text_takes_a_new_title_all_the_same():
    article = make_article(text=DRAFT)
    assert not send(article, DRAFT, title="Talks, again").is_new
    article.refresh_from_db()
    assert article.title == "Talks, again"


def test_revision_without_its_notes_keeps_those_of_the_draft_before_on_the_panel():
    article = make_article(text=DRAFT)
    claim = make_claim(article=article, exact="$295 billion")
    mention = claim.mentions.get()
    DraftCitation.objects.create(
        revision=mention.revision,
        start=mention.start,
        end=mention.end,
        kind="comment",
        text="See the census.",
    )
    send(article, f"{DRAFT}\n\nMore.")
    (note,) = get_claim_panel(claim, by=article.owner)["drafts"]
    assert note.text == "See the census."
