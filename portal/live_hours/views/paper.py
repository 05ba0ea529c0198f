"""Phone and window consultations: what waits to be handed over, the sheet that is printed, and that it was handed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.models import Consultation
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.shown_answers import shown_answers
from portal.consultations.views.taking_form import TakingForm
from portal.live_hours.models import PaperHandover
from portal.live_hours.services.paper import ENTER, ON_PAPER, entered_cases, hand_over, waiting_answers

PER_PAGE = 50
MOST_WAITING = 200


class HandoverForm(TakingForm):
    """How the sheet reached the person."""

    way = forms.ChoiceField(
        label=_("怎么交给咨询人的"),
        choices=PaperHandover.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )


@never_cache
@require_safe
@staff_page(ENTER)
def papers(request: HttpRequest) -> HttpResponse:
    """What waits to be printed and handed over, then everything that was entered."""
    entered = (
        entered_cases(request.user).select_related("topic", "entered_by").defer("question", "other_side", "wanted")
    )
    page = Paginator(entered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": waiting_answers(request.user)[:MOST_WAITING],
        "rows": page.object_list,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
    }
    return render(request, "live_hours/papers.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER)
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The answer as it is printed, and below it how it was handed over; POST puts that on record."""
    case = open_as_staff(number, request.user, page="paper")
    if case.channel not in ON_PAPER:
        raise Http404
    latest = case.answers.filter(corrections__isnull=True).order_by("-sent_at", "-pk").first()
    form = HandoverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and latest is not None and form.is_valid():
        try:
            hand_over(latest, form.cleaned_data["way"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("live_papers")
    context = _sheet(request, case, latest) | {"form": form}
    return render(request, "live_hours/sheet.html", context, status=400 if form.errors else 200)


def _sheet(request: HttpRequest, case: Consultation, latest: Any) -> dict[str, Any]:
    handed = PaperHandover.objects.filter(answer=latest).select_related("by").first() if latest is not None else None
    return {
        "case": case,
        "latest": latest,
        "answers": shown_answers(case, clock.request_today(request)),
        "risk_notice": case.consent.risk_notice,
        "handed": handed,
        "asked": moment_words(case.submitted_at),
        "printed": moment_words(clock.now()),
        "entered_by": getattr(case.entered_by, "display_name", "") or case.entered_by or _t("已注销的账户"),
    }
