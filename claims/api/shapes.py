"""What each thing looks like as JSON, in one place per thing.

The docstrings below the fields are what the OpenAPI document says of them.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from claims import models
from claims.actions.revisions import AddedRevision as AddedRevisionFound
from claims.queries.api import ArticleFound
from claims.queries.coverage import Coverage as FoundCoverage
from claims.queries.coverage import Item
from claims.queries.desk import ArticleRow
from claims.queries.progress import Progress as FoundProgress
from claims.queries.release import Release as ReleasePage
from claims.queries.release import SignOffLine

Locate = Callable[[str], str]
"""Makes a path of the site an address: `request.build_absolute_uri`."""

_AT = "2026-01-31T09:30:00.000000Z"
_EDITOR = {"id": 4, "username": "editor", "name": "Edith Editor"}
_REVIEWER = {"id": 7, "username": "amina", "name": "Amina Idrissi"}
_PROGRESS = {
    "verified": 3,
    "disputed": 1,
    "unsourced": 0,
    "open": 2,
    "recheck": 1,
    "total": 6,
}


class Shape(BaseModel):
    """The way all answers are made: immutable, their fields described by docstrings."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)


class Person(Shape):
    """Somebody with an account at the desk."""

    id: int
    username: str
    """Their name for signing in; also what `reporter`, `owner` and `people` take."""
    name: str
    """Their name for readers."""

    @classmethod
    def of(cls, person: models.Person) -> Self:
        return cls(id=person.pk, username=person.username, name=str(person))

    @classmethod
    def of_maybe(cls, person: models.Person | None) -> Self | None:
        return None if person is None else cls.of(person)


class Block(Shape):
    """A paragraph or its like."""

    kind: str
    """heading, paragraph, quote, list_item, table_cell, caption or preformatted."""
    start: int
    """Where it begins, in code points of the text."""
    end: int
    """Where it ends, in code points, this one excluded."""
    level: int
    """1 to 6 for a heading, otherwise 0."""


class Revision(Shape):
    """One draft of an article. It never changes."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "number": 1,
                "text": "Ferry sank\n\nThe ferry carried 142 people.",
                "blocks": [
                    {"kind": "heading", "start": 0, "end": 10, "level": 1},
                    {"kind": "paragraph", "start": 12, "end": 41, "level": 0},
                ],
                "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "origin": "api",
                "created_at": _AT,
            }
        }
    )

    number: int
    """Within the article, from 1."""
    text: str
    """The whole text, NFC, its blocks joined by one blank line. Offsets count its code points."""
    blocks: list[Block]
    """Its paragraphs, headings and list items, in order."""
    digest: str
    """SHA-256 of the text in UTF-8, in hex."""
    origin: str
    """How it came in: paste, upload, address, api or seed."""
    created_at: dt.datetime

    @classmethod
    def of(cls, revision: models.Revision) -> Self:
        return cls(
            number=revision.number,
            text=revision.text,
            blocks=[Block(**block) for block in revision.blocks],
            digest=revision.digest,
            origin=revision.origin,
            created_at=revision.created_at,
        )


class Progress(Shape):
    """How many claims of an article stand where."""

    verified: int
    disputed: int
    unsourced: int
    open: int
    """Not decided, or to be decided again."""
    recheck: int
    """Those of `open` whose decision has lapsed."""
    total: int


class UncoveredItem(Shape):
    """A checkable item that is neither under a claim nor dismissed."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 71,
        "start": 30,
        "end": 40,
        "exact": "142 people",
        "kind": "figure",
        "score": 0.83,
        "reason": "Gives a count: 142 people.",
        "speaker": None,
        "group": 1,
        "repeats": 0,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    start: int
    """In code points of the newest draft's text."""
    end: int
    """In code points, this one excluded."""
    exact: str
    kind: str
    """figure, date, name, quotation, superlative, causal, event or other."""
    score: float
    """0 to 1, to sort by: how much it is worth a check. It says nothing of what is true."""
    reason: str
    """Why it is suggested, a sentence."""
    speaker: str | None
    """Who says it, where the text attributes it."""
    group: int
    """Equal for places that say the same; accepted together, they are one claim."""
    repeats: int
    """How many other places say the same."""

    @classmethod
    def of(cls, item: Item, **more: Any) -> Self:
        return cls(
            id=item.id,
            start=item.start,
            end=item.end,
            exact=item.exact,
            kind=item.kind,
            score=item.score,
            reason=item.reason,
            speaker=item.speaker or None,
            group=item.group,
            repeats=item.repeats,
            **more,
        )


class Suggestion(UncoveredItem):
    """A place that the desk proposes to check. It judges nothing."""

    _example: ClassVar[dict[str, Any]] = {
        **UncoveredItem._example,
        "state": "uncovered",
        "dismissed_at": None,
        "dismissed_by": None,
        "dismissed_reason": "",
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    state: str
    """covered: a claim stands on the words; dismissed: somebody said it needs no check;
    uncovered: it waits for either."""
    dismissed_at: dt.datetime | None
    dismissed_by: int | None
    """The id of the person who dismissed it."""
    dismissed_reason: str

    @classmethod
    def of(cls, item: Item, **more: Any) -> Self:
        return super().of(
            item,
            state=item.state,
            dismissed_at=item.dismissed_at,
            dismissed_by=item.dismissed_by,
            dismissed_reason=item.dismissed_reason,
            **more,
        )


class Coverage(Shape):
    """How much of what is checkable in the newest draft is under a claim or dismissed by name."""

    _example: ClassVar[dict[str, Any]] = {
        "claims": 6,
        "decided": 4,
        "covered": 34,
        "dismissed": 2,
        "total": 37,
        "uncovered": [UncoveredItem._example],
        "notice": "",
        "is_found": True,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    claims: int
    """Claims in the check."""
    decided: int
    """Claims among them that are verified, disputed or unsourced."""
    covered: int
    """Checkable items that a claim stands on."""
    dismissed: int
    """Checkable items, no claim on them, that somebody dismissed."""
    total: int
    """All checkable items: the covered, the dismissed and the uncovered."""
    uncovered: list[UncoveredItem]
    """Those that wait, in reading order."""
    notice: str
    """A sentence where the text holds more than is listed; otherwise empty."""
    is_found: bool
    """False while the desk has not looked through a long draft yet. Ask again in a moment."""

    @classmethod
    def of(cls, coverage: FoundCoverage, progress: FoundProgress) -> Self:
        return cls(
            claims=progress["total"],
            decided=progress["total"] - progress["open"],
            covered=coverage.covered,
            dismissed=coverage.dismissed,
            total=coverage.total,
            uncovered=[UncoveredItem.of(item) for item in coverage.uncovered],
            notice=coverage.notice,
            is_found=coverage.is_found,
        )


class ArticleSummary(Shape):
    """An article in a list."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 12,
        "url": "https://desk.example/articles/12/",
        "title": "Ferry sank",
        "slug": "ferry-sank",
        "language": "en",
        "status": "in_review",
        "confidential": False,
        "external_id": "cms-4711",
        "deadline": "2026-02-01T18:00:00.000000Z",
        "owner": _EDITOR,
        "reporter": None,
        "created_at": _AT,
        "progress": _PROGRESS,
        "rests_on_reporter": 0,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    url: str
    """Where people check it."""
    title: str
    slug: str
    """What its published page is called."""
    language: str
    """A BCP 47 tag, e.g. en-GB."""
    status: str
    """in_review, cleared, published or spiked."""
    confidential: bool
    """Only its owner, its reporter and its people see it."""
    external_id: str | None
    """What it is called where it comes from."""
    deadline: dt.datetime | None
    owner: Person
    """Who answers for the check."""
    reporter: Person | None
    """Who wrote it; they cannot give a verdict on it. Null: somebody outside the desk."""
    created_at: dt.datetime
    progress: Progress
    rests_on_reporter: int
    """Claims that an editor lets stand as unsourced."""

    @classmethod
    def of(cls, row: ArticleRow, locate: Locate) -> Self:
        return cls(
            **cls.fields_of(row["article"], locate),
            progress=Progress(**row["progress"]),
            rests_on_reporter=row["rests_on_reporter"],
        )

    @staticmethod
    def fields_of(article: models.Article, locate: Locate) -> dict[str, Any]:
        """Return what the article itself says. Needs owner and reporter joined."""
        return {
            "id": article.pk,
            "url": locate(article.get_absolute_url()),
            "title": article.title,
            "slug": article.slug,
            "language": article.language,
            "status": article.status,
            "confidential": article.confidential,
            "external_id": article.external_id,
            "deadline": article.deadline,
            "owner": Person.of(article.owner),
            "reporter": Person.of_maybe(article.reporter),
            "created_at": article.created_at,
        }


class Article(ArticleSummary):
    """An article with its newest draft."""

    _example: ClassVar[dict[str, Any]] = {
        **ArticleSummary._example,
        "people": [],
        "revision": Revision.model_config["json_schema_extra"]["example"],  # type: ignore[index]
        "coverage": Coverage._example,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    people: list[Person]
    """Who may see it while it is confidential, besides owner and reporter."""
    revision: Revision
    """The newest draft."""
    coverage: Coverage

    @classmethod
    def found(cls, found: ArticleFound, locate: Locate, **more: Any) -> Self:
        progress = found["progress"]
        return cls(
            **cls.fields_of(found["article"], locate),
            progress=Progress(**progress),
            rests_on_reporter=found["rests_on_reporter"],
            people=[Person.of(person) for person in found["people"]],
            revision=Revision.of(found["revision"]),
            coverage=Coverage.of(found["coverage"], progress),
            **more,
        )


class CreatedArticle(Article):
    """An article that was just brought in."""

    model_config = ConfigDict(
        json_schema_extra={"example": {**Article._example, "suggestions": [Suggestion._example]}}
    )

    suggestions: list[Suggestion]
    """What the desk proposes to check. Nothing is ever marked or judged by itself. Empty for a
    long text, which is looked through a little later: see `coverage.is_found`."""


class Suggestions(Shape):
    """What the desk proposes to check in the newest draft."""

    items: list[Suggestion]
    """In reading order."""
    notice: str
    """A sentence where the text holds more than is listed; otherwise empty."""
    is_found: bool
    """False while the desk has not looked through a long draft yet. Ask again in a moment."""

    @classmethod
    def of(cls, coverage: FoundCoverage) -> Self:
        return cls(
            items=[Suggestion.of(item) for item in coverage.items],
            notice=coverage.notice,
            is_found=coverage.is_found,
        )


class Articles(Shape):
    """A page of articles, newest first."""

    items: list[ArticleSummary]
    next: int | None
    """What to send as `after` for the next page; null on the last."""


class Mention(Shape):
    """One place where a draft makes a claim: `text[start:end] == exact`."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 31,
        "revision": 1,
        "start": 30,
        "end": 40,
        "exact": "142 people",
        "prefix": "Ferry sank\n\nThe ferry carried ",
        "suffix": ".",
        "state": "kept",
        "reasons": [],
        "created_at": _AT,
        "created_by": _REVIEWER,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    revision: int
    """The number of the draft."""
    start: int | None
    """In code points of the draft's text; null for an orphan, whose words are gone."""
    end: int | None
    """In code points, this one excluded; null for an orphan."""
    exact: str
    """The words; an orphan's are those of the draft that had them last."""
    prefix: str
    """What stands before it, up to 32 code points."""
    suffix: str
    """What stands after it, up to 32 code points."""
    state: str
    """What became of it since the draft before: kept, moved, edited or orphaned."""
    reasons: list[str]
    """What changed where it was edited, in it or right beside it: number, unit, date, name,
    negation, hedge, quotation, wording."""
    created_at: dt.datetime
    created_by: Person

    @classmethod
    def of(cls, mention: models.Mention, **more: Any) -> Self:
        return cls(
            id=mention.pk,
            revision=mention.revision.number,
            start=mention.start,
            end=mention.end,
            exact=mention.exact,
            prefix=mention.prefix,
            suffix=mention.suffix,
            state=mention.state,
            reasons=mention.reasons,
            created_at=mention.created_at,
            created_by=Person.of(mention.created_by),
            **more,
        )


class Anchor(Shape):
    """What became of a mention in a new draft."""

    _example: ClassVar[dict[str, Any]] = {
        "claim": 9,
        "mention": 47,
        "state": "edited",
        "reasons": ["number"],
        "start": 30,
        "end": 40,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    claim: int
    mention: int
    """The mention in the new draft; the one before it is its `previous`."""
    state: str
    """kept; moved: the same words elsewhere; edited: changed words; orphaned: no words."""
    reasons: list[str]
    """Why edited: number, unit, date, name, negation, hedge, quotation, wording."""
    start: int | None
    """In code points of the new text; null where orphaned."""
    end: int | None
    """In code points, this one excluded; null where orphaned."""

    @classmethod
    def of(cls, mention: models.Mention) -> Self:
        return cls(
            claim=mention.claim_id,
            mention=mention.pk,
            state=mention.state,
            reasons=mention.reasons,
            start=mention.start,
            end=mention.end,
        )


class AddedRevision(Shape):
    """The newest draft, with what became of every mention."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "revision": Revision.model_config["json_schema_extra"]["example"],  # type: ignore[index]
                "anchors": [Anchor._example],
            }
        }
    )

    revision: Revision
    anchors: list[Anchor]

    @classmethod
    def of(cls, added: AddedRevisionFound) -> Self:
        return cls(
            revision=Revision.of(added.revision),
            anchors=[Anchor.of(mention) for mention in added.mentions],
        )


class Verdict(Shape):
    """A reviewer's decision. It stays as it is; a later one counts instead."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 51,
        "claim": 9,
        "number": 1,
        "question": "truth",
        "rating": "verified",
        "rationale": "The ministry's report gives the same number.",
        "wording": "The ferry carried 142 people.",
        "reviewer": _REVIEWER,
        "revision": 1,
        "evidence_digest": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "created_at": _AT,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    claim: int
    number: int
    """Within the claim, from 1."""
    question: str
    """truth: is it true? attribution, of a quotation: was it said?"""
    rating: str
    """verified, disputed or unsourced."""
    rationale: str
    """Why; readers see it."""
    wording: str
    """The claim's wording that was judged."""
    reviewer: Person
    revision: int
    """The number of the draft it was made on."""
    evidence_digest: str
    """SHA-256 of the citations it rests on, in hex."""
    created_at: dt.datetime

    @classmethod
    def of(cls, verdict: models.Verdict, **more: Any) -> Self:
        return cls(
            id=verdict.pk,
            claim=verdict.claim_id,
            number=verdict.number,
            question=verdict.question,
            rating=verdict.rating,
            rationale=verdict.rationale,
            wording=verdict.wording,
            reviewer=Person.of(verdict.reviewer),
            revision=verdict.revision.number,
            evidence_digest=verdict.evidence_digest,
            created_at=verdict.created_at,
            **more,
        )


class Citation(Shape):
    """The use of a source as evidence for a claim. It is withdrawn, never changed."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 40,
        "claim": 9,
        "source": 3,
        "source_name": "Ministry of Transport",
        "url": "https://transport.example/report.pdf",
        "passage": "There were 142 people on board.",
        "locator": "page 4",
        "stance": "supports",
        "tier": "primary",
        "read_at": "2026-01-31",
        "added_by": _REVIEWER,
        "created_at": _AT,
        "withdrawn_at": None,
        "withdrawn_by": None,
        "withdrawn_reason": "",
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    claim: int
    source: int
    """The source's id in the library."""
    source_name: str
    url: str
    """The address it was read at; empty where there is none."""
    passage: str
    """The words it rests on."""
    locator: str
    """Page, paragraph, table row or time stamp."""
    stance: str
    """supports, contradicts or context."""
    tier: str
    """primary, secondary or tertiary, for this claim."""
    read_at: dt.date
    """The day it was read."""
    added_by: Person
    created_at: dt.datetime
    withdrawn_at: dt.datetime | None
    """When it was taken back; null while it counts."""
    withdrawn_by: Person | None
    withdrawn_reason: str

    @classmethod
    def of(cls, citation: models.Citation, **more: Any) -> Self:
        return cls(
            id=citation.pk,
            claim=citation.claim_id,
            source=citation.source_id,
            source_name=citation.source.name,
            url=citation.url,
            passage=citation.passage,
            locator=citation.locator,
            stance=citation.stance,
            tier=citation.tier,
            read_at=citation.read_at,
            added_by=Person.of(citation.added_by),
            created_at=citation.created_at,
            withdrawn_at=citation.withdrawn_at,
            withdrawn_by=Person.of_maybe(citation.withdrawn_by),
            withdrawn_reason=citation.withdrawn_reason,
            **more,
        )


class ClaimState(Shape):
    """Where a claim stands after a call that touched it."""

    _example: ClassVar[dict[str, Any]] = {"version": 3, "rating": "verified", "recheck": []}
    model_config = ConfigDict(json_schema_extra={"example": _example})

    version: int
    """What the next verdict or change has to name."""
    rating: str
    """verified, disputed, unsourced, or empty."""
    recheck: list[str]
    """Why a decision has lapsed, a sentence each."""

    @classmethod
    def of(cls, claim: models.Claim) -> Self:
        return cls(version=claim.version, rating=claim.rating, recheck=claim.recheck)


class AddedMention(Mention):
    """A mention that was just added."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {**Mention._example, "claim": 9, "claim_state": ClaimState._example}
        }
    )

    claim: int
    claim_state: ClaimState

    @classmethod
    def of(cls, mention: models.Mention, **more: Any) -> Self:
        claim = mention.claim
        return super().of(mention, claim=claim.pk, claim_state=ClaimState.of(claim), **more)


class RecordedVerdict(Verdict):
    """A verdict that was just recorded."""

    model_config = ConfigDict(
        json_schema_extra={"example": {**Verdict._example, "claim_state": ClaimState._example}}
    )

    claim_state: ClaimState

    @classmethod
    def of(cls, verdict: models.Verdict, **more: Any) -> Self:
        return super().of(verdict, claim_state=ClaimState.of(verdict.claim), **more)


class WrittenCitation(Citation):
    """A citation that was just added or withdrawn."""

    model_config = ConfigDict(
        json_schema_extra={"example": {**Citation._example, "claim_state": ClaimState._example}}
    )

    claim_state: ClaimState

    @classmethod
    def of(cls, citation: models.Citation, **more: Any) -> Self:
        return super().of(citation, claim_state=ClaimState.of(citation.claim), **more)


class Acceptance(Shape):
    """An editor lets an unsourced claim stand: it rests on the reporter. Ends with the verdict."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 5,
        "claim": 9,
        "verdict": 51,
        "reason": "Two people who were there say so, and may not be named.",
        "editor": _EDITOR,
        "created_at": _AT,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    claim: int
    verdict: int
    """The id of the unsourced verdict it lets stand."""
    reason: str
    editor: Person
    created_at: dt.datetime

    @classmethod
    def of(cls, acceptance: models.Acceptance, *, claim: int, **more: Any) -> Self:
        return cls(
            id=acceptance.pk,
            claim=claim,
            verdict=acceptance.verdict_id,
            reason=acceptance.reason,
            editor=Person.of(acceptance.editor),
            created_at=acceptance.created_at,
            **more,
        )


class SignOff(Shape):
    """Somebody vouches for a check as it stood. It stays on record; whether it holds may change."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 2,
        "article": 12,
        "revision": 1,
        "person": _REVIEWER,
        "digest": "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
        "created_at": _AT,
        "holds": False,
        "changes": ["Claim 3 was decided anew."],
        "objection": "",
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    article: int
    revision: int
    """The number of the draft."""
    person: Person
    digest: str
    """SHA-256, in hex, of all that it vouches for."""
    created_at: dt.datetime
    holds: bool
    """Whether it counts towards clearing as the check stands now."""
    changes: list[str]
    """What has changed since, a sentence each. Any change lapses it."""
    objection: str
    """Why it does not count although nothing has changed; empty otherwise."""

    @classmethod
    def of(cls, line: SignOffLine) -> Self:
        sign_off = line["sign_off"]
        return cls(
            id=sign_off.pk,
            article=sign_off.article_id,
            revision=sign_off.revision.number,
            person=Person.of(sign_off.editor),
            digest=sign_off.digest,
            created_at=sign_off.created_at,
            holds=line["holds"],
            changes=line["changes"],
            objection=line["objection"],
        )


class SignOffs(Shape):
    """A page of sign-offs, oldest first."""

    items: list[SignOff]
    next: int | None
    """What to send as `after` for the next page; null on the last."""


class MissingThing(Shape):
    """Something that the check still lacks."""

    gap: str
    """not_looked_through, uncovered, undecided, recheck, orphaned, unsourced or sign_off."""
    sentence: str
    claims: list[int]
    """The ids of the claims it is about."""


class Release(Shape):
    """How far a check is from its end."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "article": 12,
                "status": "in_review",
                "unmet": ["Claim 3 is not decided."],
                "missing": [
                    {"gap": "undecided", "sentence": "Claim 3 is not decided.", "claims": [9]}
                ],
                "digest": SignOff._example["digest"],
                "signed_off_by": None,
                "rests_on_reporter": [Acceptance._example],
            }
        }
    )

    article: int
    status: str
    """in_review, cleared, published or spiked."""
    unmet: list[str]
    """What is missing before the article can be cleared, a sentence each."""
    missing: list[MissingThing]
    """The same, each with what it is about."""
    digest: str
    """SHA-256, in hex, of what a sign-off would vouch for now."""
    signed_off_by: str | None
    """Who has signed off what is there now."""
    rests_on_reporter: list[Acceptance]
    """What an editor lets stand as unsourced, and why."""

    @classmethod
    def of(cls, release: ReleasePage) -> Self:
        article = release["article"]
        return cls(
            article=article.pk,
            status=article.status,
            unmet=[line["sentence"] for line in release["missing"]],
            missing=[
                MissingThing(
                    gap=line["gap"],
                    sentence=line["sentence"],
                    claims=[claim.id for claim in line["claims"]],
                )
                for line in release["missing"]
            ],
            digest=release["digest"],
            signed_off_by=release["signed_by"] or None,
            rests_on_reporter=[
                Acceptance.of(acceptance, claim=line["claim"].id)
                for line in release["accepted"]
                for acceptance in line["acceptances"]
            ],
        )


class ClaimSummary(Shape):
    """A claim with the places that make it."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 9,
        "url": "https://desk.example/claims/9/",
        "article": 12,
        "number": 1,
        "wording": "The ferry carried 142 people.",
        "kind": "figure",
        "rating": "verified",
        "recheck": [],
        "version": 2,
        "assignee": None,
        "valid_until": None,
        "created_at": _AT,
        "mentions": [Mention._example],
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    url: str
    """Where people read it."""
    article: int
    number: int
    """Within the article, from 1, never used again."""
    wording: str
    """The claim in the desk's words."""
    kind: str
    """figure, date, name, quotation, superlative, causal, event or other."""
    rating: str
    """verified, disputed or unsourced; empty while nobody has decided."""
    recheck: list[str]
    """Why its last decision no longer holds, a sentence each; empty otherwise."""
    version: int
    """Rises with each change. A verdict or a change names the version it was made on."""
    assignee: Person | None
    valid_until: dt.date | None
    created_at: dt.datetime
    mentions: list[Mention]
    """By draft, then in reading order."""

    @classmethod
    def of(cls, claim: models.Claim, locate: Locate, **more: Any) -> Self:
        return cls(
            id=claim.pk,
            url=locate(claim.get_absolute_url()),
            article=claim.article_id,
            number=claim.number,
            wording=claim.wording,
            kind=claim.kind,
            rating=claim.rating,
            recheck=claim.recheck,
            version=claim.version,
            assignee=Person.of_maybe(claim.assignee),
            valid_until=claim.valid_until,
            created_at=claim.created_at,
            mentions=[Mention.of(mention) for mention in claim.mentions.all()],
            **more,
        )


class Claim(ClaimSummary):
    """A claim with all that was found out and decided about it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                **ClaimSummary._example,
                "joined_into": None,
                "split_from": None,
                "verdicts": [Verdict._example],
                "citations": [Citation._example],
            }
        }
    )

    joined_into: int | None
    """The claim that goes on in its place and has its mentions; null: it stands on its own."""
    split_from: int | None
    """The claim that its first mentions came from."""
    verdicts: list[Verdict]
    """All of them, oldest first; the newest on each question counts."""
    citations: list[Citation]
    """All of them, oldest first, the withdrawn ones too."""

    @classmethod
    def of(cls, claim: models.Claim, locate: Locate, **more: Any) -> Self:
        return super().of(
            claim,
            locate,
            joined_into=claim.joined_into_id,
            split_from=claim.split_from_id,
            verdicts=[Verdict.of(verdict) for verdict in claim.verdicts.all()],
            citations=[Citation.of(citation) for citation in claim.citations.all()],
            **more,
        )


class Claims(Shape):
    """A page of claims."""

    items: list[ClaimSummary]
    next: int | None
    """What to send as `after` for the next page; null on the last."""


class NotePlace(Shape):
    """A place that a note names: `text[start:end] == exact`."""

    start: int
    """In code points of the newest draft's text."""
    end: int
    """In code points, this one excluded."""
    exact: str


class ConsistencyNote(Shape):
    """Something in a draft that may not agree with something else in it. Never a verdict."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 17,
        "kind": "contradiction",
        "message": "The number of people is 142 here and 124 there.",
        "places": [
            {"start": 30, "end": 40, "exact": "142 people"},
            {"start": 96, "end": 106, "exact": "124 people"},
        ],
        "dismissed_at": None,
        "dismissed_by": None,
        "dismissed_reason": "",
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    kind: str
    """contradiction, missing_qualifier, quotation_forms, arithmetic or speaker."""
    message: str
    """One or two sentences for the reviewer."""
    places: list[NotePlace]
    """In reading order."""
    dismissed_at: dt.datetime | None
    """When somebody dismissed it; null while it asks for a look."""
    dismissed_by: Person | None
    dismissed_reason: str

    @classmethod
    def of(cls, note: models.ConsistencyNote) -> Self:
        return cls(
            id=note.pk,
            kind=note.kind,
            message=note.message,
            places=[NotePlace(**place) for place in note.places],
            dismissed_at=note.dismissed_at,
            dismissed_by=Person.of_maybe(note.dismissed_by),
            dismissed_reason=note.dismissed_reason,
        )


class ConsistencyNotes(Shape):
    """The notes on an article's newest draft."""

    items: list[ConsistencyNote]


class Source(Shape):
    """A source of the library."""

    _example: ClassVar[dict[str, Any]] = {
        "id": 3,
        "name": "Ministry of Transport",
        "kind": "public_record",
        "tier": "primary",
        "reliability": "high",
        "origin_group": "",
        "owner": "",
        "notes": "",
        "domains": ["transport.example"],
        "retired_at": None,
        "retired_reason": "",
        "merged_into": None,
        "created_at": _AT,
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    name: str
    kind: str
    """official_statistics, public_record, court, official_statement, wire_service,
    news_organisation, academic, company, organisation, person, dataset, social_post or other."""
    tier: str
    """primary, secondary or tertiary."""
    reliability: str
    """high, medium, low or unrated."""
    origin_group: str
    """Sources that share an origin share this name and count as one voice."""
    owner: str
    notes: str
    domains: list[str]
    """Addresses on these domains and their subdomains belong to it."""
    retired_at: dt.datetime | None
    """Since when it can no longer be cited."""
    retired_reason: str
    merged_into: int | None
    """The source that took its place."""
    created_at: dt.datetime

    @classmethod
    def of(cls, source: models.Source) -> Self:
        return cls(
            id=source.pk,
            name=source.name,
            kind=source.kind,
            tier=source.tier,
            reliability=source.reliability,
            origin_group=source.origin_group,
            owner=source.owner,
            notes=source.notes,
            domains=[each.domain for each in source.domains.all()],
            retired_at=source.retired_at,
            retired_reason=source.retired_reason,
            merged_into=source.merged_into_id,
            created_at=source.created_at,
        )


class Sources(Shape):
    """A page of sources, oldest first."""

    items: list[Source]
    next: int | None
    """What to send as `after` for the next page; null on the last."""


class Event(Shape):
    """Something that happened, sealed onto what happened before it.

    `hash` is the SHA-256, in hex, of `previous_hash`, a newline and the JSON object of `chain`,
    `sequence`, `article`, `claim`, `person` (its id), `kind`, `payload` and `at`, written as
    PostgreSQL writes jsonb: keys by length and then by bytes, ", " and ": " between.
    """

    _example: ClassVar[dict[str, Any]] = {
        "id": 803,
        "chain": "article-12",
        "sequence": 3,
        "kind": "claim_created",
        "at": _AT,
        "article": 12,
        "claim": 9,
        "person": _REVIEWER,
        "payload": {"number": 1, "wording": "The ferry carried 142 people.", "exact": "142 people"},
        "previous_hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        "hash": "fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
    }
    model_config = ConfigDict(json_schema_extra={"example": _example})

    id: int
    chain: str
    """The history that it stands in, one an article."""
    sequence: int
    """Its place in the chain, from 1, without gaps."""
    kind: str
    """What happened, e.g. verdict_recorded."""
    at: dt.datetime
    article: int | None
    claim: int | None
    """The claim it is about, if any."""
    person: Person | None
    """Who did it; null: the desk itself."""
    payload: dict[str, Any]
    """What was written, marked or changed, by kind of event."""
    previous_hash: str
    """Of the event before it; empty for the first."""
    hash: str

    @classmethod
    def of(cls, event: models.Event) -> Self:
        return cls(
            id=event.pk,
            chain=event.chain,
            sequence=event.sequence,
            kind=event.kind,
            at=event.at,
            article=event.article_id,
            claim=event.claim_id,
            person=Person.of_maybe(event.person),
            payload=event.payload,
            previous_hash=event.previous_hash,
            hash=event.hash,
        )


class Events(Shape):
    """A page of an article's history, oldest first."""

    items: list[Event]
    next: int | None
    """What to send as `after` for the next page; null at the end. To go on later, send the id of
    the last event you have."""


class AcceptedSuggestions(Shape):
    """What became of accepted suggestions."""

    claims: list[ClaimSummary]
    """The claims that stand on them now, those that did before included."""
    coverage: Coverage


class DismissedSuggestions(Shape):
    """What became of dismissed suggestions."""

    dismissed: int
    """How many of them nobody had dismissed before."""
    coverage: Coverage
