"""An expert's first page, and the pages of a case that was referred to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.models import Consultation
from portal.consultations.services.case.reading import find_case, open_as_staff
from portal.consultations.shown_clocks import clocks_of
from portal.consultations.views.workbench.case import text_of
from portal.consultations.views.workbench.presenting import by_due, row_of, timeline, with_due
from portal.expert_panel.membership import REVIEW, member_of
from portal.expert_panel.models import ExpertReferral, PanelMember, ReferralState
from portal.expert_panel.services import referring
from portal.expert_panel.services.reviewing import open_reviews, reviews_of
from portal.expert_panel.views.forms import WordsForm

LATEST = 20


@never_cache
@require_safe
@staff_page(REVIEW)
def panel(request: HttpRequest) -> HttpResponse:
    """What waits for this expert, and what they did last."""
    member = member_of(request.user)
    context: dict[str, Any] = {"member": member}
    if member is not None:
        context |= {
            "referrals": _rows(member),
            "reviews": list(open_reviews(member)),
            "done": list(reviews_of(request.user).filter(done_at__isnull=False).order_by("-done_at")[:LATEST]),
        }
    return render(request, "expert_panel/panel.html", context)


@never_cache
@require_safe
@staff_page(REVIEW)
def referral(request: HttpRequest, number: str) -> HttpResponse:
    """The whole case, but nothing of who asked."""
    return _page(request, opened(request, number, page="referral"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(REVIEW)
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Return the case with words for its resident."""
    held = opened(request, number, page="referral_return")
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            referring.give_back(held, form.cleaned_data["words"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("已经退回驻场人员办理。"))
            return redirect("panel")
    context = {"referral": held, "case": held.consultation, "form": form}
    return render(request, "expert_panel/give_back.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["POST"])
@staff_page(REVIEW)
def keep_away(request: HttpRequest, number: str) -> HttpResponse:
    """回避: to another expert."""
    held = opened(request, number, page="referral_recuse")
    referring.keep_away(held, by=request.user)
    messages.success(request, _("已经回避，这件咨询不再由您办理。"))
    return redirect("panel")


def opened(request: HttpRequest, number: str, *, page: str) -> ExpertReferral:
    """The referral of a case that this expert has, its opening put on file; Http404 for others', as for what does not
    exist."""
    member = member_of(request.user)
    case = find_case(number, request.user)
    rows = ExpertReferral.objects.filter(consultation=case, expert=member, state=ReferralState.FORWARDED)
    found = rows.select_related("asked_by__staff_code", "asked_by__user", "expert").first()
    if member is None or found is None:
        raise Http404
    found.consultation = open_as_staff(number, request.user, page=page)
    return found


def _rows(member: PanelMember) -> list[dict[str, Any]]:
    """What a member has, what is due first, first; two queries."""
    rows = ExpertReferral.objects.filter(expert=member, state=ReferralState.FORWARDED)
    held = {referral.consultation_id: referral for referral in rows}
    found = by_due(
        with_due(Consultation.objects.filter(pk__in=held, is_quarantined=False, frozen_at__isnull=True))
    ).select_related("topic")
    now = clock.now()
    return [{**row_of(case, now), "referral": held[case.pk]} for case in found.defer("question", "wanted")]


def _page(request: HttpRequest, held: ExpertReferral) -> HttpResponse:
    case: Any = held.consultation
    context = {
        "referral": held,
        "case": case,
        "clocks": clocks_of(case, clock.now()),
        "events": timeline(case.events.order_by("sequence")),
        "lines": neighbours.conversation(case),
        **text_of(request, case),
    }
    return render(request, "expert_panel/referral.html", context)
