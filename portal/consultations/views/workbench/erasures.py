"""Requests to erase personal data: what waits, and the decision on one."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common.workbench import ENTER
from portal.consultations.attachments.serving import file_name
from portal.consultations.models import Consultation
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.citizen.erasing import LONGEST_REASONS, decline_erasure, grant_erasure, open_requests
from portal.consultations.views.workbench.forms import CaseForm

PER_PAGE = 30


class ErasureForm(CaseForm):
    """The decision, with its reasons; what else goes when it is granted."""

    decision = forms.ChoiceField(
        label=_("怎样办理"),
        choices=[("grant", _("删去身份、联系方式，封存其余内容")), ("decline", _("现在不能删除"))],
        widget=forms.RadioSelect,
    )
    files = forms.MultipleChoiceField(  # type: ignore[assignment]  # a field of that name, not what was sent
        label=_("一并删去的附件"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("对说明答复不再需要的附件应当删去。"),
    )
    masked_question = forms.CharField(
        label=_("隐去姓名等信息以后的问题"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("问题里没有需要隐去的，可以不改。"),
    )
    reasons = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("咨询人会看到：保留其余内容或者不能删除的理由和依据。投诉的办法会自动写在后面。"),
    )

    def __init__(self, data: Any = None, *, case: Consultation) -> None:
        super().__init__(data, case=case)
        rows = enumerate(case.attachments.all(), 1)
        there = [(str(row.key), file_name(place, row.kind)) for place, row in rows if row.removed_at is None]
        cast(forms.ChoiceField, self.fields["files"]).choices = there
        if not there:
            del self.fields["files"]
        self.initial["masked_question"] = case.question


def _demand_reader(user: Any) -> None:
    if not (user.has_perm(MODERATE) or user.has_perm(SUPERVISE)):
        raise PermissionDenied


@never_cache
@require_safe
@staff_page(ENTER)
def erasures(request: HttpRequest) -> HttpResponse:
    """What waits for a decision."""
    _demand_reader(request.user)
    page = Paginator(open_requests(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"requests": page.object_list, "number": page.number, "pages": page.paginator.num_pages}
    return render(request, "consultations/workbench/erasures.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER)
def erasure(request: HttpRequest, number: str) -> HttpResponse:
    """One request, and the decision on it."""
    _demand_reader(request.user)
    case = open_as_staff(number, request.user, page="erasure")
    waiting = case.erasures.filter(decided_at__isnull=True).first()
    if waiting is None:
        raise Http404
    form = ErasureForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(waiting, form.cleaned_data, request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("erasures")
    context = {"case": case, "waiting": waiting, "form": form}
    return render(request, "consultations/workbench/erasure.html", context)


def _decide(waiting: Any, said: dict[str, Any], by: Any) -> None:
    if said["decision"] == "decline":
        decline_erasure(waiting, said["reasons"], by=by)
        return
    grant_erasure(
        waiting,
        said["reasons"],
        by=by,
        masked_question=said["masked_question"],
        files=said.get("files", ()),
    )
