"""What stands between a check and its end: what an editor accepts, and who signs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.models.article import Article, Revision
from claims.models.claim import Verdict
from claims.models.person import Person


class Acceptance(models.Model):
    """An editor lets an unsourced claim stand: it rests on the reporter. Added, never changed.

    It is bound to one verdict and ends with it.
    """

    verdict = models.OneToOneField(Verdict, models.PROTECT, related_name="acceptance")
    reason = models.TextField()
    editor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="acceptance_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class SignOff(models.Model):
    """A second person vouches for the check. Added, never changed.

    `digest` is the SHA-256 of text, verdicts and citations as they stood; the sign-off holds only
    while they still give the same one. `parts` are the digests of the pieces (see
    `claims.text.release.parts_of`), by which the desk tells what has changed since.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="sign_offs")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    editor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    parts = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="sign_off_digest_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.editor} on {self.article}"
