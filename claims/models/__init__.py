"""What the desk keeps. One module a topic; each model's QuerySet stands above it."""

from claims.models.article import Article, Revision
from claims.models.claim import Claim, Mention, Verdict
from claims.models.event import ChainHead, Event
from claims.models.evidence import Citation, EvidencePolicy
from claims.models.person import ApiToken, Person
from claims.models.source import Source, SourceDomain

__all__ = [
    "ApiToken",
    "Article",
    "ChainHead",
    "Citation",
    "Claim",
    "Event",
    "EvidencePolicy",
    "Mention",
    "Person",
    "Revision",
    "Source",
    "SourceDomain",
    "Verdict",
]
