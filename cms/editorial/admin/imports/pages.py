"""The list of imports and the upload; both work without a script."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.editorial.admin.imports.furniture import ImportAdminPage, kind_label, light
from cms.editorial.admin.imports.words import counts_of
from cms.editorial.import_runs import EditorialImport, RunState
from cms.editorial.importers.reading import SUFFIXES
from cms.editorial.services import import_jobs


class ImportListPage(ImportAdminPage):
    """Every import, the latest first."""

    page_title = gettext_lazy("导入问答与案例")
    template_name = "editorial/admin/imports.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, here."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The runs of a page."""
        runs = light(EditorialImport.objects.exclude(state=RunState.DISCARDED)).select_related("by")
        context = self.paged(runs)
        rows = [
            {"run": run, "kind": kind_label(run.kind), "counts": counts_of(run.totals)} for run in context["page_obj"]
        ]
        may_import = bool(import_jobs.kinds_for(self.request.user))
        return super().get_context_data(rows=rows, may_import=may_import, **context, **kwargs)


class UploadForm(forms.Form):
    """The file and what it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("导入到哪个栏目"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("JSONL、CSV、XLSX、Word（.docx）、.md或者.txt，最大20 MB。"),
        error_messages={"required": gettext_lazy("请选择文件。"), "empty": gettext_lazy("文件是空的。")},
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("编辑删除过的，也重新导入"), required=False, help_text=gettext_lazy("一般不用勾选。")
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [(kind, kind_label(kind)) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if kinds else ""


class UploadPage(ImportAdminPage):
    """A file is taken in and checked; nothing is written before somebody has seen what it would change."""

    page_title = gettext_lazy("上传文件")
    template_name = "editorial/admin/import_upload.html"
    permission = import_jobs.PERMISSION

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the files to begin with."""
        kinds = import_jobs.kinds_for(self.request.user)
        kwargs.setdefault("form", UploadForm(kinds=kinds))
        templates = [
            {
                "label": kind_label(kind),
                "files": [
                    {"form": form.upper(), "url": reverse("editorial_import_template", args=[kind, form])}
                    for form in ("xlsx", "csv", "md")
                ],
            }
            for kind in kinds
        ]
        return super().get_context_data(templates=templates, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file."""
        form = UploadForm(request.POST, request.FILES, kinds=import_jobs.kinds_for(request.user))
        if form.is_valid():
            upload, values = form.cleaned_data["file"], form.cleaned_data
            # Nothing larger than what may be is read into memory.
            content = upload.read(import_jobs.MOST_MEGABYTES * 1024 * 1024 + 1)
            try:
                run = import_jobs.take_file(
                    upload.name, content, values["kind"], by=request.user, again=values["again"]
                )
            except ValidationError as error:
                for message in error.messages:
                    form.add_error("file", message)
            else:
                return redirect("editorial_import", run.pk)
        return self.render_to_response(self.get_context_data(form=form))
