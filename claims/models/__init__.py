"""What the desk keeps. One module a topic; each model's QuerySet stands above it."""

from claims.models.article import Article, Revision
from claims.models.claim import Claim, Mention, Verdict
from claims.models.copy import Import, Original
from claims.models.event import ChainHead, Event
from claims.models.evidence import Citation, EvidencePolicy
from claims.models.finding import ConsistencyNote, DraftCitation, Finding, Suggestion
from claims.models.person import ApiToken, Person
from claims.models.release import Acceptance, SignOff
from claims.models.source import Source, SourceDomain

__all__ = [
    "Acceptance",
    "ApiToken",
    "Article",
    "ChainHead",
    "Citation",
    "Claim",
    "ConsistencyNote",
    "DraftCitation",
    "Event",
    "EvidencePolicy",
    "Finding",
    "Import",
    "Mention",
    "Original",
    "Person",
    "Revision",
    "SignOff",
    "Source",
    "SourceDomain",
    "Suggestion",
    "Verdict",
]
