"""The library as reviewers see it."""

from django.db.models import Count, Q, QuerySet

from claims.models import Source

OPTIONS = 12


def get_source_options(text: str) -> list[Source]:
    """Return the sources in use that `text`, typed so far, may mean: by name, then by domain."""
    words = text.split()
    if not words:
        return []
    found = Source.objects.in_use()
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(domains__domain__icontains=word.lower()))
    names = sorted(
        found.distinct()[: 4 * OPTIONS],
        key=lambda source: (not source.name.lower().startswith(words[0].lower()), source.name),
    )
    return names[:OPTIONS]


def get_library(*, text: str = "", kind: str = "") -> QuerySet[Source]:
    """Return the sources in use with their domains and how often each is cited, by name."""
    sources = Source.objects.in_use().prefetch_related("domains")
    if kind:
        sources = sources.filter(kind=kind)
    for word in text.split():
        sources = sources.filter(
            Q(name__icontains=word)
            | Q(origin_group__icontains=word)
            | Q(pk__in=Source.objects.filter(domains__domain__icontains=word.lower()).values("pk"))
        )
    cited = Count("citations", filter=Q(citations__withdrawn_at=None))
    return sources.annotate(citation_count=cited).order_by("name")
