"""上传法律文本: a file or pasted words, the parsed tree beside them, and only then a draft.

Nothing is saved before somebody has seen the tree of exactly the words that are saved.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.laws.admin.findings import examine
from cms.laws.admin.outline import outline
from cms.laws.admin.upload_form import DATE_FIELDS, UploadForm
from cms.laws.models import EffectiveBasis, InstrumentVersion
from cms.laws.services.drafting import DraftFacts, NewInstrument, draft_text, submit_for_review
from portal.common.clock import request_today

CHECK, SAVE, SUBMIT = "check", "save", "submit"


class UploadView(WagtailAdminTemplateMixin, FormView):
    """The upload, its check and its saving: one page that keeps whatever was typed."""

    template_name = "laws/admin/upload.html"
    form_class = UploadForm
    page_title = gettext_lazy("上传法律文本")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may make a version."""
        if not request.user.has_perm("laws.add_instrumentversion"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the texts, here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_laws_instrumentversion:list"), "label": _("文本（版本）")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whether this person may make a new law; a link may say for which law the text is."""
        kwargs = super().get_form_kwargs()
        kwargs["may_create"] = self.request.user.has_perm("laws.add_instrument")
        if self.request.method == "GET" and self.request.GET.get("instrument", "").isdecimal():
            kwargs["initial"] = {"instrument": int(self.request.GET["instrument"])}
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check, or save what was checked."""
        form = self.get_form()
        form.read_text()
        digest = text_digest(form.data.get("source_text") or "")
        seen = form.data.get("checked_text") == digest
        form.data["checked_text"] = digest if form.parsed is not None else ""
        action = request.POST.get("action", CHECK)
        if not form.is_valid() or action == CHECK or not seen:
            if form.is_valid() and action != CHECK:
                messages.warning(request, _("还没有保存：正文有改动，请先看一下新的识别结果。"))
            return self.render_to_response(self.get_context_data(form=form))
        return self._save(form, submit=action == SUBMIT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and after a check the tree with what was found."""
        context = super().get_context_data(**kwargs)
        form: UploadForm = context["form"]
        context["media"] = form.media
        context["basic_fields"] = [form[name] for name in ("level", "region", "issuing_authority")]
        context["source_fields"] = [form[name] for name in ("source_name", "source_url")]
        context["date_fields"] = [form[name] for name in ("effective_on", "effective_basis", *DATE_FIELDS[1:])]
        if form.parsed is not None and form.found is not None:
            context.update(
                parsed=form.parsed,
                rows=outline(form.parsed),
                findings=examine(form.parsed),
                found=form.found,
                found_basis=EffectiveBasis(form.found.effective_basis).label,
                differs=_differs(form),
                suggestion=form.suggestion(),
            )
        return context

    def _save(self, form: UploadForm, *, submit: bool) -> HttpResponse:
        values = form.cleaned_data
        work = values["instrument"] or NewInstrument(
            title=values["title"],
            level=values["level"],
            region=values["region"],
            issuing_authority=values["issuing_authority"],
            source_name=values["source_name"],
            source_url=values["source_url"],
            checked_on=request_today(self.request) if values["source_url"] or values["source_name"] else None,
        )
        facts = DraftFacts(
            **{name: values[name] for name in DATE_FIELDS},
            effective_basis=values["effective_basis"],
            document_number=values["document_number"],
        )
        try:
            version = draft_text(work, facts, values["source_text"], user=self.request.user)
        except (ValidationError, IntegrityError) as error:
            words = (
                error.messages if isinstance(error, ValidationError) else [_("刚才有人保存了同一版本，请核对后重试。")]
            )
            for sentence in words:
                form.add_error(None, sentence)
            return self.render_to_response(self.get_context_data(form=form))
        return self._saved(version, submit=submit)

    def _saved(self, version: InstrumentVersion, *, submit: bool) -> HttpResponse:
        words = _("“%(version)s”已存为草稿。") % {"version": version}
        if submit:
            try:
                submit_for_review(version, user=self.request.user)
                words = _("“%(version)s”已存为草稿，并提交审核。") % {"version": version}
            except ValidationError as error:
                messages.error(self.request, " ".join(error.messages))
        messages.success(self.request, words)
        return redirect("wagtailsnippets_laws_instrumentversion:edit", version.pk)


def text_digest(text: str) -> str:
    """Tell texts apart without sending them twice."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def _differs(form: UploadForm) -> bool:
    """Whether the form says another effective date than the text does."""
    if form.found is None or form.found.effective_on is None:
        return False
    return (form.data.get("effective_on") or "") not in ("", form.found.effective_on.isoformat())
