"""The yardstick: a Django view that does as little as a recorded decision can do.

It stands beside the desk's own views, behind the same middleware and on the same database.
"""

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST


class Row(models.Model):
    version = models.IntegerField(default=1)
    rating = models.TextField(default="")

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return f"row {self.pk}"


class Decision(models.Model):
    row = models.ForeignKey(Row, models.PROTECT)
    person = models.BigIntegerField()
    rating = models.TextField()
    rationale = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Trace(models.Model):
    row = models.ForeignKey(Row, models.PROTECT)
    person = models.BigIntegerField()
    what = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return f"trace {self.pk}"


def create_tables() -> None:
    """Create the tables, which no migration knows."""
    with connection.schema_editor() as editor:
        for model in (Row, Decision, Trace):
            editor.create_model(model)


@require_POST
def row_decide(request: HttpRequest, row_id: int) -> HttpResponse:
    """One versioned UPDATE, two INSERTs and a COMMIT, for somebody who is signed in."""
    person = request.user.pk
    version, rating = int(request.POST["version"]), request.POST["rating"]
    rationale = request.POST["rationale"]
    with transaction.atomic():
        rows = Row.objects.filter(pk=row_id, version=version)
        if not rows.update(version=version + 1, rating=rating):
            return HttpResponse(status=409)
        Decision.objects.create(row_id=row_id, person=person, rating=rating, rationale=rationale)
        Trace.objects.create(row_id=row_id, person=person, what={"rating": rating})
    return HttpResponse("recorded")


urlpatterns = [path("bench/rows/<int:row_id>/", row_decide)]
