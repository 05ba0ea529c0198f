"""A citizen's copy of their own case: text, PDF, print view. Others get 404, staff too: they have pages of their own."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.common import clock
from portal.consultations.attachments.serving import attachment_response, saved_response
from portal.consultations.attachments.storage import NotServed
from portal.consultations.attachments.vault import FileMissing
from portal.consultations.downloads.copying import copy_of
from portal.consultations.downloads.writing import NoPdf, as_pdf, as_text, how_to_check
from portal.consultations.services.intake.attaching import open_attachment
from portal.consultations.sessions import actor_for, own_case


@never_cache
@require_safe
def download_text(request: HttpRequest, number: str) -> HttpResponse:
    """The copy as a text file."""
    text = as_text(copy_of(own_case(request, number)[0], clock.now()))
    return saved_response(text, content_type="text/plain; charset=utf-8", name=_name("txt"))


@never_cache
@require_safe
def download_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The copy as PDF; where the system cannot draw one, the print view."""
    case, _actor = own_case(request, number)
    try:
        content = as_pdf(copy_of(case, clock.now()))
    except NoPdf:
        return redirect("consultation_print", number=number)
    return saved_response(content, content_type="application/pdf", name=_name("pdf"))


@never_cache
@require_safe
def print_view(request: HttpRequest, number: str) -> HttpResponse:
    """The copy as a page to print."""
    copy = copy_of(own_case(request, number)[0], clock.now())
    response = render(request, "consultations/copy_print.html", {"copy": copy, "ways": how_to_check(copy.proof)})
    response["Cache-Control"] = "no-store, private"
    return response


@never_cache
@require_safe
def attachment(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One of the citizen's own files, as it is kept."""
    own_case(request, number)
    try:
        row, place, content = open_attachment(number, key, actor_for(request, number), page="mine")
    except (NotServed, FileMissing) as refusal:
        return not_served(request, refusal)
    return attachment_response(content, kind=row.kind, number=place)


@never_cache
@require_safe
def staff_attachment(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A file of a case, for those of the staff who may open the case; each opening is logged. Others get 404."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        row, place, content = open_attachment(number, key, request.user, page="file")
    except (NotServed, FileMissing) as refusal:
        return not_served(request, refusal)
    return attachment_response(content, kind=row.kind, number=place)


def not_served(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """A page that says why a file cannot be had now (409), or any more (410)."""
    waiting = isinstance(refusal, NotServed) and refusal.waiting
    return render(request, "consultations/file_not_served.html", {"waiting": waiting}, status=409 if waiting else 410)


def _name(extension: str) -> str:
    """A name that says nothing of a matter: whoever else uses the device sees it in its list of downloads."""
    return f"{_('记录')}{clock.today():%Y%m%d}.{extension}"
