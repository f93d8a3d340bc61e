"""The evidence policies."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.actions.policies import MOST_CITATIONS, remove_evidence_policy, set_evidence_policy
from claims.admin.base import DeskAdmin, RefusalForm, person_of
from claims.models import Claim, Event, EvidencePolicy

FIELDS = ("verified_citations", "verified_origins", "verified_tier", "disputed_citations")


class PolicyForm(RefusalForm):
    """Numbers within reason, and a kind that has no policy yet."""

    verified_citations = forms.IntegerField(min_value=1, max_value=MOST_CITATIONS, initial=1)
    verified_origins = forms.IntegerField(min_value=1, max_value=MOST_CITATIONS, initial=1)
    disputed_citations = forms.IntegerField(min_value=0, max_value=MOST_CITATIONS, initial=1)

    class Meta:
        model = EvidencePolicy
        fields = ("kind", *FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("verified_citations", "verified_origins"):
            field: Any = EvidencePolicy._meta.get_field(name)
            self.fields[name].help_text = field.help_text
        if "kind" in self.fields:
            taken = set(EvidencePolicy.objects.values_list("kind", flat=True))
            free = [choice for choice in Claim.Kind.choices if choice[0] not in taken]
            self.fields["kind"] = forms.ChoiceField(
                choices=[("", "Choose a kind"), *free],
                error_messages={"required": "Choose the kind of claim."},
            )


@admin.register(EvidencePolicy)
class EvidencePolicyAdmin(DeskAdmin):
    """How much evidence each kind of claim needs. The one for every other kind always stays."""

    form = PolicyForm
    fields = ("kind", *FIELDS)
    list_display = (
        "kind_told",
        "verified_citations",
        "verified_origins",
        "verified_tier",
        "disputed_citations",
    )
    ordering = ("kind",)
    actions = None

    @admin.display(description="kind of claim", ordering="kind")
    def kind_told(self, policy: EvidencePolicy) -> str:
        return str(policy)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind_told", *FIELDS) if obj else ("kind", *FIELDS)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind_told",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(obj and obj.kind) and self.has_change_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Have the action write what was typed."""
        values = {name: form.cleaned_data[name] for name in FIELDS}
        kind = form.instance.kind if change else form.cleaned_data["kind"]
        form.instance.pk = set_evidence_policy(kind=kind, by=person_of(request), **values).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Have the action drop the policy."""
        remove_evidence_policy(policy_id=obj.pk, by=person_of(request))

    def events_of(self, obj: Any) -> QuerySet[Event]:
        return Event.objects.filter(kind=Event.Kind.POLICY_CHANGED, payload__policy=obj.pk)
