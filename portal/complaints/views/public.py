"""``/complaints/``: how to complain, the form for anybody, the receipt, the way back by number and passphrase."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.citizens.bounds import TooOften
from portal.common import clock
from portal.common.client_address import client_network
from portal.complaints import sessions
from portal.complaints.choices import About
from portal.complaints.models import Complaint
from portal.complaints.services.filing import file_complaint
from portal.complaints.services.following import open_by_passphrase
from portal.complaints.shown import shown
from portal.complaints.views.forms import FollowForm, PublicForm
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.services.intake.numbers import written_passphrase
from portal.consultations.services.time.timetables import limit_words

LONGEST_ABOUT = 200


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What may be complained of, how, and by when; no form, so that the page is the same for everybody."""
    return render(request, "complaints/about.html", {"limit": limit_words(DeadlineKind.COMPLAINT)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form. ``?about=PATH`` is a page of the portal; what was typed survives an error."""
    form = PublicForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            complaint, passphrase = file_complaint(form.written, network=client_network(request))
        except TooOften as refusal:
            minutes = max(1, -(-refusal.seconds // 60))
            form.add_error(None, _("提交得太多了，请过%d分钟再试，或者拨打投诉电话。您写的内容还在下面。") % minutes)
        except ValidationError as error:
            form.take(error)
        else:
            if passphrase:
                sessions.remember(request, complaint)
                sessions.keep_receipt(request, complaint, passphrase)
            return redirect("complaint_receipt")
    status = 422 if form.errors else 200
    return render(request, "complaints/new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and passphrase, until they were noted."""
    kept = sessions.kept_receipt(request)
    complaint = Complaint.objects.filter(number=kept[0]).first() if kept else None
    if kept is None or complaint is None:
        return redirect("my_complaints")
    if request.method == "POST":
        sessions.drop_receipt(request)
        return redirect(complaint)
    address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/complaints/mine/"
    context = {"passphrase": written_passphrase(kept[1]), "address": address, **shown(complaint, clock.now())}
    return render(request, "complaints/receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The way in by number and passphrase, and what it opened in this browser."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        complaint = _opened(request, form)
        if complaint is not None:
            sessions.remember(request, complaint)
            return redirect(complaint)
    opened = Complaint.objects.filter(number__in=sessions.follower_of(request).numbers).order_by("-filed_at")
    return render(request, "complaints/mine.html", {"form": form, "complaints": opened})


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close what a passphrase opened here."""
    sessions.forget(request)
    sessions.drop_receipt(request)
    return redirect("my_complaints")


def _opened(request: HttpRequest, form: FollowForm) -> Complaint | None:
    said = form.cleaned_data
    try:
        complaint = open_by_passphrase(said["number"], said["passphrase"], network=client_network(request))
    except TooOften as refusal:
        minutes = max(1, -(-refusal.seconds // 60))
        form.add_error(None, _("输错的次数太多，请过%d分钟再试，或者拨打投诉电话。") % minutes)
        return None
    if complaint is None:
        form.add_error(None, _("编号或者查询码不对，请对照再看一遍。在“我的咨询”里提出的投诉，请打开那件咨询查看。"))
    return complaint


def _initial(request: HttpRequest) -> dict[str, Any]:
    path = request.GET.get("about", "")[:LONGEST_ABOUT]
    return {"about": About.CONTENT, "concerning": path} if path.startswith("/") else {}
