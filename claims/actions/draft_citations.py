"""Comments and footnotes of the copy, which are citations once somebody uses them."""

from django.db import transaction
from django.utils import timezone

from claims import rules
from claims.actions.locks import lock_article
from claims.exceptions import NotFound
from claims.models import Citation, DraftCitation, Event, Person


@transaction.atomic
def discard_draft_citation(*, draft_citation_id: int, by: Person) -> DraftCitation:
    """Say by name that a note of the copy is no evidence. What is used or discarded stays so.

    Raises:
        NotFound: there is none, or none that `by` may see.
        NotAllowed, WrongState: see `rules.check_can_discard_draft_citation`.
    """
    notes = DraftCitation.objects.select_related("revision")
    notes = notes.defer("revision__text", "revision__blocks")
    note = notes.filter(pk=draft_citation_id).first()
    if note is None:
        raise NotFound
    article = lock_article(note.revision.article_id, by=by)
    rules.check_can_discard_draft_citation(article, by=by)
    waiting = DraftCitation.objects.filter(pk=note.pk, citation=None, discarded_at=None)
    if waiting.update(discarded_at=timezone.now(), discarded_by=by):
        Event.objects.append(
            kind=Event.Kind.DRAFT_CITATION_DISCARDED,
            article=article,
            by=by,
            payload={"kind": note.kind, "exact": note.text},
        )
    return note


def use_draft_citation(draft_citation_id: int, citation: Citation) -> None:
    """Say of a note of the copy that `citation` was made of it.

    Nothing comes of it where somebody used or discarded the note meanwhile, or where it is one of
    another article: the citation stands for itself.
    """
    DraftCitation.objects.filter(
        pk=draft_citation_id,
        revision__article=citation.claim.article_id,
        citation=None,
        discarded_at=None,
    ).update(citation=citation)
