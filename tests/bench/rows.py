"""Articles and claims in numbers, made quickly and the same in every run."""

import datetime as dt
import random
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from claims.models import Article, Citation, Claim, Event, Mention, Source
from claims.text.offsets import surroundings
from tests.factories import make_article, make_editor, make_source

SYLLABLES = ("ba", "con", "de", "est", "fi", "gra", "ho", "in", "ter", "la", "mon", "ne", "or")
ENDINGS = ("s", "ed", "ing", "tion", "ly", "al", "er", "")
# Owners other than the reader; every tenth article is confidential, so that who may see what is
# part of the price. Every hundredth row is about a ferry, every other about a ministry.
ARTICLES = {
    "title": "title",
    "slug": "%(name)s || '-' || number",
    "language": "'en'",
    "status": "'in_review'",
    "owner_id": "%(person)s::bigint",
    "confidential": "number %% 10 = 0",
    "created_at": "now()",
    "search": "to_tsvector('english', title)",
}
NUMBERED = """
(SELECT number, 'Report ' || number || CASE WHEN number %% 2 = 0 THEN ' of the ministry' ELSE
 ' of the council' END || CASE WHEN number %% 100 = 1 THEN ' on the ferry' ELSE '' END AS title
 FROM generate_series(1, %(rows)s) AS number) AS titles ORDER BY number
"""
CLAIMS = {
    "article_id": "id",
    "number": "1",
    "wording": "'It is said in the ' || lower(title)",
    "created_at": "now()",
    "created_by_id": "%(person)s::bigint",
    "search": "search",
}
NAMED = "claims_article WHERE slug LIKE %(name)s || '-%%' ORDER BY id"

SENTENCE_WORDS, PARAGRAPH_SENTENCES = 16, 5


def prose(words: int, *, seed: int = 1) -> str:
    """Return text that repeats its words about as often as English does (Zipf's law)."""
    chance = random.Random(seed)
    lexicon = [
        "".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) + chance.choice(ENDINGS)
        for _ in range(6_000)
    ]
    weights = list(accumulate(1 / rank for rank in range(1, len(lexicon) + 1)))
    drawn = chance.choices(lexicon, cum_weights=weights, k=words)
    sentences = [
        " ".join(drawn[begin : begin + SENTENCE_WORDS]).capitalize() + "."
        for begin in range(0, words, SENTENCE_WORDS)
    ]
    paragraphs = [
        " ".join(sentences[begin : begin + PARAGRAPH_SENTENCES])
        for begin in range(0, len(sentences), PARAGRAPH_SENTENCES)
    ]
    return "\n\n".join(paragraphs)


@transaction.atomic
def make_checked_article(*, words: int, claims: int) -> tuple[Article, list[Claim]]:
    """Make an article of so many words and claims, each with a mention, a citation, a history."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    editor = make_editor()
    article = make_article(text=prose(words), by=editor, title=f"{claims} claims")
    draft = article.revisions.get()
    starts = [match for match in range(len(draft.text)) if draft.text.startswith(". ", match)]
    places = []
    for index in range(claims):
        start = starts[index * len(starts) // claims] + 2
        places.append((start, draft.text.index(" ", start + 40)))
    made = Claim.objects.bulk_create(
        Claim(
            article=article,
            number=number,
            wording=draft.text[start:end],
            kind=Claim.Kind.FIGURE,
            created_by=editor,
        )
        for number, (start, end) in enumerate(places, 1)
    )
    Mention.objects.bulk_create(
        Mention(
            claim=claim,
            revision=draft,
            start=start,
            end=end,
            exact=draft.text[start:end],
            prefix=surroundings(draft.text, start, end)[0],
            suffix=surroundings(draft.text, start, end)[1],
            created_by=editor,
        )
        for claim, (start, end) in zip(made, places, strict=True)
    )
    source = make_source(by=editor)
    Citation.objects.bulk_create(
        Citation(
            claim=claim,
            source=source,
            passage="The ministry's report gives the same number.",
            tier=Source.Tier.PRIMARY,
            read_at=dt.date(2026, 1, 31),
            added_by=editor,
        )
        for claim in made
    )
    for claim in made:
        words_of = {"number": claim.number, "wording": claim.wording, "exact": claim.wording}
        kind = Event.Kind.CLAIM_CREATED
        Event.objects.append(kind=kind, claim=claim, by=editor, payload=words_of)
    return article, made


def make_many_articles(count: int, *, name: str) -> None:
    """Make articles without text, each with a claim; their slugs begin with `name` and a dash."""
    values = {"person": make_editor().pk, "rows": count, "name": name}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for model, given, source in ((Article, ARTICLES, NUMBERED), (Claim, CLAIMS, NAMED)):
            columns, defaults = _with_defaults(model, given)
            select = f"SELECT {', '.join(columns.values())} FROM {source}"
            insert = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) {select}"
            cursor.execute(insert, values | defaults)


def _with_defaults(
    model: type[Model], given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Any]]:
    """Add the columns that may not be empty and take the model's own defaults, and their values."""
    columns, defaults = dict(given), {}
    for field in model._meta.concrete_fields:
        if field.column not in given and not field.null and not field.primary_key:
            columns[field.column] = f"%({field.column})s::{field.db_type(connection)}"
            value = field.get_db_prep_save(field.get_default(), connection)
            defaults[field.column] = value
    return columns, defaults
