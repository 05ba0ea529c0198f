"""Complaints for who handles them: the list, one, what is done to it, and whom a code stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.complaints.models import HANDLE, Complaint, ComplaintClock
from portal.complaints.models.querysets import ComplaintQuerySet
from portal.complaints.policies import may, parties_of
from portal.complaints.services import deciding, handling
from portal.complaints.services.resolving import bearer_of, contact_of_complainant
from portal.complaints.shown import shown
from portal.complaints.states import IN_HAND, OPEN, Act, Party
from portal.complaints.views.workbench import forms
from portal.consultations.models import Consultation
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.shown_cases import moment
from portal.consultations.views.workbench.presenting import due_words

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ComplaintAct:
    """An act: its words, the form it asks, the service it calls; ``keeps``: it is still with whoever did it."""

    label: Any
    lead: Any
    act: Act
    form: type[forms.ActForm]
    do: Callable[[Complaint, Mapping[str, Any], Any], Any]
    keeps: bool = True


ACTS: Mapping[str, ComplaintAct] = {
    "take": ComplaintAct(
        _t("由我办理"),
        _t("您与投诉所说的人、机构和处理没有关系的，可以办理。"),
        Act.TAKE,
        forms.ActForm,
        lambda complaint, _said, by: handling.take(complaint, by=by),
    ),
    "decide": ComplaintAct(
        _t("作出结果"),
        _t("写明查到了什么、原因、怎样处理。属实的，要先听对方说明。投诉人会看到结果、您写给他的话和还可以找谁。"),
        Act.DECIDE,
        forms.DecideForm,
        lambda complaint, said, by: deciding.decide(complaint, deciding.Found(**said), by=by),
    ),
    "statement": ComplaintAct(
        _t("请对方说明"),
        _t(
            "用您自己的话写清楚要对方说明什么。对方看不到投诉的原文，也看不到投诉人是谁：请不要写出能认出投诉人的内容。"
        ),
        Act.ASK_STATEMENT,
        forms.StatementForm,
        lambda complaint, said, by: handling.ask_statement(complaint, said["question"], by=by),
    ),
    "ask": ComplaintAct(
        _t("请投诉人补充"),
        _t("缺少时间、经过，查不清楚的，请投诉人补充。计时暂停。"),
        Act.ASK_MORE,
        forms.AskForm,
        lambda complaint, said, by: handling.ask_more(complaint, said["text"], by=by),
    ),
    "give-back": ComplaintAct(
        _t("交回"),
        _t("交回以后由另一个人办理，时限继续走。"),
        Act.GIVE_BACK,
        forms.ActForm,
        lambda complaint, _said, by: handling.give_back(complaint, by=by),
        keeps=False,
    ),
}


@never_cache
@require_safe
@staff_page(HANDLE)
def complaints(request: HttpRequest) -> HttpResponse:
    """What this person may see, what is due first, first. ``?export=csv`` takes the same rows away."""
    form = forms.ComplaintFilter(request.GET or None)
    found = _filtered(with_due(Complaint.objects.visible_to(request.user)), form.state_chosen, request.user)
    if request.GET.get("export") == "csv":
        return _csv(request, found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    context = {
        "form": form,
        "rows": [row_of(complaint, now) for complaint in page.object_list],
        "number": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
        "is_supervisor": request.user.has_perm(SUPERVISE),
    }
    return render(request, "complaints/workbench/list.html", context)


@never_cache
@require_safe
@staff_page(HANDLE)
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """One complaint; each opening is in the audit log."""
    found = _opened(request, number, "complaint")
    case = found.consultation
    sees_case = case is not None and Consultation.objects.visible_to(request.user).filter(pk=case.pk).exists()
    is_handler = Party.HANDLER in parties_of(request.user, found)
    context = {
        **shown(found, clock.now()),
        "acts": [{"code": code, "label": row.label} for code, row in ACTS.items() if may(request.user, row.act, found)],
        "case": case if sees_case else None,
        "statements": found.statements.all(),
        "may_open_person": is_handler and bool(found.staff_code or found.contact),
        "is_handler": is_handler,
    }
    return render(request, "complaints/workbench/one.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE)
def act(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Ask and do; where the complaint has moved on since, its page says so."""
    row = ACTS.get(code)
    found = _opened(request, number, f"act:{code}")
    if row is None:
        raise Http404
    if not may(request.user, row.act, found):
        return redirect(found.workbench_url)
    form = row.form(request.POST if request.method == "POST" else None, complaint=found)
    if request.method == "POST" and form.is_valid():
        try:
            row.do(found, form.cleaned_data, request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(found.workbench_url if row.keeps else "complaints")
    context = {"complaint": found, "act": row, "form": form}
    return render(request, "complaints/workbench/act.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE)
def person(request: HttpRequest, number: str) -> HttpResponse:
    """Whom the code stands for, or how to reach the complainant: shown in the answer to one request, for a reason. The path
    steps up (``second_factor/policy.py``)."""
    found = _opened(request, number, "person")
    if Party.HANDLER not in parties_of(request.user, found):
        raise Http404
    form = forms.PersonForm(request.POST if request.method == "POST" else None, complaint=found)
    opened: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["what"] == "bearer":
                opened["bearer"] = bearer_of(found, said["reason"], by=request.user)
            else:
                opened["contact"] = contact_of_complainant(found, said["reason"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
    context = {"complaint": found, "form": form, **opened}
    return render(request, "complaints/workbench/person.html", context, status=422 if form.errors else 200)


def with_due(found: ComplaintQuerySet) -> ComplaintQuerySet:
    """Complaints with ``due_at`` of the clock that runs; None where none does."""
    running = ComplaintClock.objects.filter(
        complaint=OuterRef("pk"), look=OuterRef("look"), met_at__isnull=True, paused_at__isnull=True
    )
    return found.annotate(due_at=Subquery(running.values("due_at")[:1])).defer("text", "concerning", "contact")


def row_of(found: Any, now: Any) -> dict[str, Any]:
    """A line of the list: no word of it, nobody's code."""
    words, is_overdue = due_words(found.due_at, now)
    return {
        "complaint": found,
        "due_words": words,
        "is_overdue": is_overdue,
        "due": moment(found.due_at) if found.due_at else "",
    }


def _filtered(found: ComplaintQuerySet, state: str, user: Any) -> ComplaintQuerySet:
    if state == "mine":
        found = found.filter(handler=user, state__in=IN_HAND)
    elif state == "decided":
        found = found.filter(state="decided")
    elif state != "all":
        found = found.filter(state__in=OPEN)
    due, decided = F("due_at").asc(nulls_last=True), F("decided_at").desc(nulls_first=True)
    return found.select_related("handler").order_by("-is_urgent", due, decided, "filed_at", "pk")


def _opened(request: HttpRequest, number: str, page: str) -> Complaint:
    found = Complaint.objects.visible_to(request.user).select_related("consultation", "handler", "institution")
    one = found.filter(number=number).first()
    if one is None:
        raise Http404
    record(AuditAct.CASE_OPENED, actor=request.user, subject=one, details={"page": page})
    return one


def _csv(request: HttpRequest, found: QuerySet[Any]) -> HttpResponse:
    rows = list(_table(found))
    record(AuditAct.EXPORTED, actor=request.user, name=_("投诉列表"), details={"rows": len(rows) - 1})
    return csv_response("complaints.csv", rows)


def _table(found: QuerySet[Any]) -> Iterator[list[str]]:
    """Numbers, kinds, states and times alone."""
    now = clock.now()
    yield [
        _("投诉编号"),
        _("投诉什么"),
        _("状态"),
        _("第几次办理"),
        _("提出时间"),
        _("到期时间"),
        _("逾期"),
        _("有结果的时间"),
    ]
    for one in found:
        due = one.due_at
        yield [
            guarded(str(cell))
            for cell in (
                one.written_number,
                one.get_about_display(),
                one.state_at_work,
                one.look,
                moment(one.filed_at),
                moment(due) if due else "",
                _("是") if due is not None and due < now else "",
                moment(one.decided_at) if one.decided_at else "",
            )
        ]
