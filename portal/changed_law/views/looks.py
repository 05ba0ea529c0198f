"""What waits for a second look, one of them with the article before and now, and saying that an answer is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.laws.cited import shown_citations
from cms.laws.cited_places import CitedPlace
from portal.accounts.doors import staff_page
from portal.changed_law.forms import DecisionForm, DoubtForm
from portal.changed_law.models import Because, Outcome, SecondLook
from portal.changed_law.services import deciding, marking
from portal.changed_law.services.finding import find_look, looks_for
from portal.common.clock import request_today
from portal.consultations.models import Answer
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE, SUPPORT
from portal.consultations.policies import may
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.residents.conflicts import ConflictUndeclared
from portal.consultations.shown_answers import shown_answers
from portal.consultations.states import Act

STAFF = (ANSWER, SUPPORT, SUPERVISE)
PER_PAGE = 50


@never_cache
@require_safe
@staff_page(*STAFF)
def looks(request: HttpRequest) -> HttpResponse:
    """What waits, the latest found first; ``?all=1`` with what was decided."""
    shows_all = request.GET.get("all") == "1"
    found = looks_for(request.user).select_related("consultation__topic", "consultation__assigned_to__staff_code")
    found = found.defer("consultation__question", "consultation__other_side", "consultation__wanted", "reason", "note")
    found = found.exclude(outcome=Outcome.SUPERSEDED) if shows_all else found.filter(outcome=Outcome.OPEN)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": page.object_list,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
        "shows_all": shows_all,
    }
    return render(request, "changed_law/looks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*STAFF)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer, the article then and now; 不影响, 更正 (the editor), 告知咨询人."""
    found = find_look(pk, request.user)
    try:
        case = open_as_staff(found.consultation.receipt_number, request.user, page="second_look")
    except ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        do = deciding.tell_asker if form.cleaned_data["choice"] == "told" else deciding.leave_as_it_is
        try:
            do(found, form.cleaned_data["note"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("%(number)s 已经复查。") % {"number": case.written_number})
            return redirect("second_looks")
    is_open = found.outcome == Outcome.OPEN
    answers = [one for one in shown_answers(case, request_today(request)) if one.pk == found.answer_id]
    context = {
        "look": found,
        "case": case,
        "form": form if is_open and deciding.may_decide(request.user, case) is not None else None,
        "may_correct": is_open and may(request.user, Act.CORRECT, case),
        "answers": answers,
        "then_and_now": _then_and_now(found, request) if found.because == Because.LAW else None,
    }
    return render(request, "changed_law/look.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*STAFF, MODERATE, "accounts.enter_workbench")
def doubt(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that an answer is wrong, with the reason."""
    try:
        case = open_as_staff(number, request.user, page="doubt_answer")
    except ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)
    answer = Answer.objects.filter(consultation=case, pk=pk).first()
    if answer is None or marking.may_doubt(request.user, case) is None:
        raise Http404
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            marking.doubt(answer, form.cleaned_data["reason"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("已经提出，办理人和监督员会收到通知。"))
            return redirect(case.workbench_url)
    context = {"form": form, "case": case}
    return render(request, "changed_law/doubt.html", context, status=400 if form.errors else 200)


def _then_and_now(found: SecondLook, request: HttpRequest) -> dict[str, Any]:
    """The article as the answer rests on it, and as it is: of an answer by the law of a day, that day's text as it is now."""
    assert found.read_on is not None
    place = CitedPlace(found.instrument_slug, found.locator, found.read_on, found.digest_before, title=found.written)
    (then,) = shown_citations([place], found.read_on)
    (now,) = shown_citations([place], request_today(request))
    return {"then": then, "now": now}
