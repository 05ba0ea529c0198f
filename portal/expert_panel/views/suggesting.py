"""修改意见: a resident's own, to accept or to decline; supervisors read what was declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.querysets import ANSWER, SUPERVISE
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.residents.conflicts import ConflictUndeclared
from portal.consultations.shown_answers import SECTION_TITLES
from portal.expert_panel.models import RevisionSuggestion, SuggestionState
from portal.expert_panel.services import suggesting as services
from portal.expert_panel.views.forms import DeclineForm

READERS = (ANSWER, SUPERVISE)
PER_PAGE = 50


@never_cache
@require_safe
@staff_page(*READERS)
def suggestions(request: HttpRequest) -> HttpResponse:
    """A resident's own, those that wait first; for supervisors those that were declined or wait."""
    user, is_supervisor = request.user, request.user.has_perm(SUPERVISE)
    rows = services.suggestions_for_supervisors(user) if is_supervisor else services.suggestions_of(user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": list(page.object_list),
        "number": page.number,
        "pages": page.paginator.num_pages,
        "is_supervisor": is_supervisor,
    }
    return render(request, "expert_panel/suggestions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*READERS)
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer beside what is suggested; ``do``: accept (leads to the correction's editor), decline."""
    own = services.suggestions_of(request.user).filter(pk=pk).first()
    found = own or services.suggestions_for_supervisors(request.user).filter(pk=pk).first()
    if found is None or (own is None and not request.user.has_perm(SUPERVISE)):
        raise Http404
    case = found.answer.consultation
    try:
        open_as_staff(case.receipt_number, request.user, page="suggestion")
    except ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)
    do = request.POST.get("do", "")
    form, problem = DeclineForm(request.POST if do == "decline" else None), ""
    if request.method == "POST":
        try:
            if do == "accept":
                services.accept(found, by=request.user)
                messages.success(request, _("已采纳。请核对下面的内容，写明更正的说明，再发出更正。"))
                return redirect(_correction(found))
            if do == "decline" and form.is_valid():
                services.decline(found, form.cleaned_data["reason"], by=request.user)
                messages.success(request, _("已经答复专家组：不采纳。"))
                return redirect("panel_suggestions")
        except PermissionDenied as error:
            problem = str(error)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {
        "suggestion": found,
        "case": case,
        "sections": _sections(found),
        "form": form,
        "problem": problem,
        "may_decide": own is not None and found.state == SuggestionState.OPEN,
        "correction": _correction(found) if _is_owed(own) else "",
    }
    return render(
        request, "expert_panel/suggestion.html", context, status=409 if problem else 400 if form.errors else 200
    )


def _correction(found: RevisionSuggestion) -> str:
    return reverse("answer_correct", args=[found.answer.consultation.receipt_number, found.answer.pk])


def _is_owed(own: RevisionSuggestion | None) -> bool:
    return own is not None and own.state == SuggestionState.ACCEPTED and own.correction is None


def _sections(found: RevisionSuggestion) -> list[dict[str, Any]]:
    return [
        {"title": SECTION_TITLES[name], "now": getattr(found.answer, name), "then": getattr(found, name)}
        for name in SECTIONS
        if getattr(found.answer, name) or getattr(found, name)
    ]
