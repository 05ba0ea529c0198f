"""What waits for residents: seen without its text, claimed with one press."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import ANSWER
from portal.consultations.policies import WrongState, resident_of
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.consultations.services.residents.balancing import claim_next, suggested_for, takeable_by
from portal.consultations.services.residents.claiming import can_work, claim, open_cases
from portal.consultations.views.workbench.presenting import row_of, with_due

PER_PAGE = 50


@never_cache
@require_safe
@staff_page(ANSWER)
def queue(request: HttpRequest) -> HttpResponse:
    """The waiting cases: topic, district, urgency, due, language, age; no text."""
    return _page(request)


@never_cache
@require_POST
@staff_page(ANSWER)
def take(request: HttpRequest) -> HttpResponse:
    """Claim the case of ``number``, or without one what is suggested. Who was too late is told so, on the queue."""
    staff = resident_of(request.user)
    if staff is None:
        return _page(request)
    try:
        case = _claim(request, staff)
    except PermissionDenied as error:
        return _page(request, str(error))
    except ValidationError as error:
        return _page(request, " ".join(error.messages))
    # A child's case is opened once its holder was let in by name.
    return redirect("workbench_cases" if case.age_band == AgeBand.UNDER_14 else case.workbench_url)


def _claim(request: HttpRequest, staff: ResidentStaff) -> Consultation:
    number = normalised_receipt_number(request.POST.get("number", ""))
    if not number:
        return claim_next(by=request.user)
    case = takeable_by(staff).filter(receipt_number=number).first()
    if case is None:
        raise WrongState(_("这件咨询刚刚被别人接办，或者已经不再等待接办。请选另一件。"))
    return claim(case, by=request.user)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    staff = resident_of(request.user)
    context: dict[str, Any] = {"staff": staff, "problem": problem}
    if staff is not None:
        now = clock.now()
        waiting = with_due(takeable_by(staff)).select_related("topic").defer("question", "other_side", "wanted")
        in_order = waiting.order_by("-is_urgent", "due_at", "submitted_at", "pk")
        page = Paginator(in_order, PER_PAGE).get_page(request.GET.get("page"))
        suggested = with_due(suggested_for(staff)).select_related("topic").first()
        context |= {
            "rows": [row_of(case, now) for case in page.object_list],
            "number": page.number,
            "pages": page.paginator.num_pages,
            "count": page.paginator.count,
            "suggested": row_of(suggested, now) if suggested is not None else None,
            "can_work": can_work(staff),
            "open_count": open_cases(staff),
        }
    return render(request, "consultations/workbench/queue.html", context, status=409 if problem else 200)
