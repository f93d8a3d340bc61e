"""Importing and exporting sources: the pages around `claims.admin.source_csv`."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate
from import_export.admin import ImportExportMixin
from import_export.forms import ImportForm
from import_export.tmp_storages import BaseStorage

from claims.admin.base import DeskAdmin
from claims.admin.source_csv import (
    COLUMNS,
    SourceCsv,
    SourceResource,
    check_size,
    decode_csv,
    read_csv,
)
from claims.exceptions import BadInput, ClaimsError
from claims.models import Source

CONFIRM_WITHIN_S = 24 * 60 * 60
_SALT = "claims.admin.source_import"


class SignedStorage(BaseStorage):  # type: ignore[misc]
    """Keeps the file in the confirmation form, signed.

    No server has to remember it, so that any of several may take the confirmation.
    """

    def save(self, data: bytes) -> None:
        self.name = signing.dumps(decode_csv(data), salt=_SALT, compress=True)

    def read(self) -> str:
        """Return the text of the file.

        Raises:
            BadInput: what came back is not what was sent, or too old.
        """
        try:
            return str(signing.loads(self.name, salt=_SALT, max_age=CONFIRM_WITHIN_S))
        except signing.BadSignature:
            raise BadInput("The preview is a day old or damaged. Upload the file again.") from None

    def remove(self) -> None:
        """Nothing is kept, so nothing goes."""


class SourceImportForm(ImportForm):  # type: ignore[misc]
    """The file, and nothing to choose."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["format"].initial = "0"
        self.fields["import_file"].label = "CSV file"
        self.fields["import_file"].error_messages |= {
            "required": "Choose the file.",
            "empty": "There is nothing in that file.",
        }
        self.fields["import_file"].widget.attrs["accept"] = ".csv,text/csv"

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        try:
            check_size(file.size or 0)
            read_csv(decode_csv(file.read()))
        except BadInput as refusal:
            raise ValidationError(refusal.detail) from None
        return file


class ConfirmForm(forms.Form):
    """The file again, signed; the rest is what django-import-export expects."""

    import_file_name = forms.CharField(widget=forms.HiddenInput())
    original_file_name = forms.CharField(widget=forms.HiddenInput())
    format = forms.ChoiceField(choices=[("0", "csv")], widget=forms.HiddenInput())


class SourceImportAdmin(ImportExportMixin, DeskAdmin):  # type: ignore[misc]
    """The part of the admin of sources that is about files."""

    resource_classes = (SourceResource,)
    formats = (SourceCsv,)
    import_form_class = SourceImportForm
    confirm_form_class = ConfirmForm
    tmp_storage_class = SignedStorage
    skip_admin_log = True
    skip_export_form = True
    to_encoding = "utf-8-sig"  # without the mark, Excel takes UTF-8 for something else
    import_template_name = "admin/claims/source/import.html"
    import_export_change_list_template = "admin/claims/source/change_list.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Return what the list shows, without those out of use unless they were asked for."""
        sources: QuerySet[Source] = super().get_export_queryset(request)
        if "state" not in request.GET:
            sources = sources.filter(retired_at=None)
        return sources.prefetch_related("domains")

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        return f"sources-{localdate().isoformat()}.csv"

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("form", None)
        return {**kwargs, "rollback_on_validation_errors": True}

    def import_action(self, request: HttpRequest, **kwargs: Any) -> TemplateResponse:
        """Ask for the file, or show what it would do, or what is wrong with it."""
        response: TemplateResponse = super().import_action(request, **kwargs)
        context = response.context_data or {}
        return self._shown(response, context, context.get("result"))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import what the preview showed."""
        try:
            if request.method == "POST" and not ConfirmForm(request.POST).is_valid():
                raise BadInput("The preview got lost on the way. Upload the file again.")
            response: HttpResponse = super().process_import(request, **kwargs)
            return response
        except ClaimsError as refusal:
            to = reverse("admin:claims_source_import")
            return self.refuse(request, refusal, to=to)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say what was done; or, where the library changed since the preview, why nothing was."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "The library changed since the preview: nothing was imported.")
            context = {
                **self.admin_site.each_context(request),
                "form": SourceImportForm([SourceCsv], [SourceResource]),
                "opts": self.opts,
                "media": self.media,
                "result": result,
            }
            response = TemplateResponse(request, [self.import_template_name], context)
            return self._shown(response, context, result)
        totals = result.totals
        messages.success(
            request,
            f"Imported: {totals['new']} added, {totals['update']} changed,"
            f" {totals['skip']} left as they were.",
        )
        return redirect("admin:claims_source_changelist")

    def _shown(
        self, response: TemplateResponse, context: dict[str, Any], result: Any
    ) -> TemplateResponse:
        context["title"] = "Import sources"
        context["columns"] = COLUMNS
        form = context.get("form")
        has_errors = bool(form is not None and form.is_bound and form.errors)
        if result is not None:
            has_errors = has_errors or result.has_errors() or result.has_validation_errors()
            context["changing"] = [row for row in result.valid_rows() if not row.is_skip()]
        if has_errors:
            response.status_code = 422
        return response
