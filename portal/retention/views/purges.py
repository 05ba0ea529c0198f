"""清理: what may go and why the rest may not, a proposal, its approval by another person, its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.complaints.models import Complaint
from portal.consultations.models import Consultation
from portal.notifications.services import mark_read_of
from portal.retention.due import Verdict, verdicts
from portal.retention.due_complaints import complaint_verdicts
from portal.retention.models import PurgeItem, PurgeRun, RetentionSettings
from portal.retention.services.purge_runs import (
    APPROVE,
    MOST,
    PROPOSE,
    approve,
    decides_over_own,
    decline,
    propose,
)
from portal.retention.views.forms import ReasonForm
from portal.retention.views.openings import VIEW

PER_PAGE = 30
MOST_SHOWN = 200
MOST_COMPLAINTS = 100
"""Of one proposal: so that what is ticked when the page opens is never more than one may hold."""


@never_cache
@require_safe
@staff_page(PROPOSE, APPROVE, VIEW)
def purges(request: HttpRequest) -> HttpResponse:
    """All runs, the latest first."""
    page = Paginator(PurgeRun.objects.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "runs": page.object_list,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "may_propose": request.user.has_perm(PROPOSE),
    }
    return render(request, "retention/purges.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(PROPOSE)
def new_purge(request: HttpRequest) -> HttpResponse:
    """What may go today, and why the rest may not; chosen rows are proposed."""
    problem = ""
    if request.method == "POST":
        try:
            chosen = [int(value) for value in request.POST.getlist("case") if value.isdecimal()]
            complaints = [int(value) for value in request.POST.getlist("complaint") if value.isdecimal()]
            run = propose(chosen, complaints, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            return redirect("purge", pk=run.pk)
    today = clock.today()
    context = {
        "cases": _looked_through(verdicts(today, Consultation.objects.exclude(citizen=request.user.pk))),
        "complaints": _looked_through(
            complaint_verdicts(today, Complaint.objects.not_concerning(request.user)), MOST_COMPLAINTS
        ),
        "problem": problem,
        "years": RetentionSettings.load().years,
        "most": MOST,
    }
    return render(request, "retention/purge_new.html", context, status=400 if problem else 200)


def _looked_through(found: Iterable[Verdict], most: int = MOST - MOST_COMPLAINTS) -> dict[str, Any]:
    free: list[Verdict] = []
    kept: list[Verdict] = []
    counts: Counter[str] = Counter()
    for verdict in found:
        if verdict.may_go:
            counts["free"] += 1
            if len(free) < most:
                free.append(verdict)
        elif verdict.ended_on is None:
            counts["open"] += 1
        elif not verdict.is_of_age:
            counts["young"] += 1
        else:
            counts["kept"] += 1
            if len(kept) < MOST_SHOWN:
                kept.append(verdict)
    return {"free": free, "kept": kept, "counts": dict(counts)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(PROPOSE, APPROVE, VIEW)
def purge(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: how far it is, what was not purged and why; for another person, the decision."""
    run = get_object_or_404(PurgeRun.objects.select_related("proposed_by", "decided_by"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" and "decline" in request.POST else None)
    form.fields["reason"].label = _("不批准的理由")
    problem = ""
    if request.method == "POST":
        try:
            if "decline" in request.POST and form.is_valid():
                decline(run, form.cleaned_data["reason"], by=request.user)
                return redirect("purge", pk=pk)
            if "approve" in request.POST:
                approve(run, by=request.user)
                return redirect("purge", pk=pk)
        except ValidationError as error:
            problem = " ".join(error.messages)
    mark_read_of(request.user, request.path)
    items = run.items.all()
    total, waiting = items.count(), items.filter(outcome=PurgeItem.Outcome.WAITING).count()
    name = _names(run)
    context = {
        "run": run,
        "total": total,
        "settled": total - waiting,
        "purged": items.filter(outcome=PurgeItem.Outcome.PURGED).count(),
        "kept": [(name(item), item.because) for item in items.filter(outcome="kept")],
        "listed": [name(item) for item in items] if run.state == "proposed" else [],
        "form": form,
        "problem": problem,
        "may_decide": run.state == PurgeRun.State.PROPOSED
        and request.user.has_perm(APPROVE)
        and run.proposed_by_id != request.user.pk
        and not decides_over_own(run, request.user),
    }
    return render(request, "retention/purge.html", context)


def _names(run: PurgeRun) -> Callable[[PurgeItem], str]:
    """What to call an item: the number of what is still here, else the internal one."""
    items: Any = PurgeItem.objects.filter(run=run)
    cases = items.filter(case_id__isnull=False).values("case_id")
    complaints = items.filter(complaint_id__isnull=False).values("complaint_id")
    numbers = dict(Consultation.objects.filter(pk__in=cases).values_list("pk", "receipt_number")[:MOST])
    of_complaints = dict(Complaint.objects.filter(pk__in=complaints).values_list("pk", "number")[:MOST])

    def name(item: PurgeItem) -> str:
        if item.complaint_id is not None:
            return _("投诉 %s") % of_complaints.get(item.complaint_id, item.complaint_id)
        return str(numbers.get(item.case_id or 0, item.case_id))

    return name
