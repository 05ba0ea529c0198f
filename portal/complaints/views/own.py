"""One's own complaint, with a case or without; and the form of a complaint about one's own case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.common import clock
from portal.complaints.models import Complaint
from portal.complaints.services.deciding import look_again, may_look_again
from portal.complaints.services.filing import complain_of_case
from portal.complaints.services.handling import give_more
from portal.complaints.sessions import own_complaint
from portal.complaints.shown import shown
from portal.complaints.views.forms import CaseForm, WordForm
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.services.time.timetables import limit_words
from portal.consultations.sessions import own_case


@dataclass(frozen=True, slots=True)
class Screen:
    """An act's screen."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    perform: Callable[..., Any]
    may: Callable[[Complaint], bool]


SCREENS = {
    "more": Screen(
        _("补充情况"),
        _("您补充的情况会和投诉放在一起。"),
        _("提交补充"),
        give_more,
        lambda complaint: complaint.is_open,
    ),
    "again": Screen(
        _("请另一个人复查"),
        _("复查只能申请一次，由没有办理过这件投诉的人进行，时限重新计算。"),
        _("申请复查"),
        look_again,
        lambda complaint: may_look_again(complaint, clock.now()),
    ),
}


@never_cache
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands, by when, what came of it, and the further ways."""
    complaint, _actor = own_complaint(request, number)
    context = {"done": request.GET.get("done", ""), **shown(complaint, clock.now())}
    return render(request, "complaints/one.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Add something, or ask for the second look."""
    complaint, actor = own_complaint(request, number)
    screen = SCREENS.get(act)
    if screen is None:
        raise Http404
    if request.method != "POST" and not screen.may(complaint):
        return redirect(complaint)
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            screen.perform(complaint, form.cleaned_data["text"], by=actor)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(f"{complaint.get_absolute_url()}?done={act}")
    context = {"complaint": complaint, "screen": screen, "form": form}
    return render(request, "complaints/act.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Complain about one's own case, frozen or not."""
    case, actor = own_case(request, number)
    form = CaseForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            complaint = complain_of_case(case, form.written, by=actor)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(f"{complaint.get_absolute_url()}?done=filed")
    context = {"case": case, "form": form, "limit": limit_words(DeadlineKind.COMPLAINT)}
    return render(request, "complaints/of_case.html", context, status=422 if form.errors else 200)
