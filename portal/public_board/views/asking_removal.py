"""``/consultations/public/CODE/report/``: whoever is named in a public page asks that it be taken off."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.citizens.bounds import TooOften
from portal.common.client_address import client_network
from portal.public_board.models import Publication, PublicationState
from portal.public_board.services.removing import ask_removal
from portal.public_board.views.forms import RemovalForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, and be told that it was taken. Nothing says who asked the question, nor whether the asker knows."""
    publication = get_object_or_404(Publication, code=code, state=PublicationState.PUBLIC)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask_removal(publication, said["text"], said["contact"], network=client_network(request))
        except TooOften:
            form.add_error(None, _("今天收到的请求太多，请明天再试，或者拨打投诉电话。"))
        except ValidationError as error:
            form.take(error)
        else:
            return render(request, "public_board/report_taken.html", {"publication": publication})
    context = {"publication": publication, "form": form}
    return render(request, "public_board/report.html", context, status=400 if form.errors else 200)
