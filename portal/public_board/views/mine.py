"""``/consultations/mine/NUMBER/publication/``: what the citizen sees of it, and the word that only the citizen has."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.common.clock import request_today
from portal.consultations.models import Consultation
from portal.consultations.sessions import own_case
from portal.consultations.views.taking_form import TakingForm
from portal.public_board.content import page_from
from portal.public_board.models import Publication, PublicationState
from portal.public_board.services import consenting, wanting, withdrawing
from portal.public_board.shown_page import shown_page
from portal.public_board.views.forms import ConsentForm

SHOWN = (PublicationState.APPROVED, PublicationState.PUBLIC)


def address_of(case: Consultation) -> str:
    """The citizen's page of a publication."""
    return reverse("my_publication", args=[case.receipt_number])


@never_cache
@require_safe
def my_publication(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands, the page as it would be, and what may be done."""
    case, _actor = own_case(request, number)
    return _page(request, case)


@never_cache
@require_POST
def want(request: HttpRequest, number: str) -> HttpResponse:
    """Wish to see the page."""
    return _do(request, number, lambda case, actor: wanting.want(case, by=actor))


@never_cache
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Not to be public."""
    return _do(request, number, lambda case, actor: consenting.decline(case, by=actor))


@never_cache
@require_POST
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to the page that was shown."""
    case, actor = own_case(request, number)
    form = ConsentForm(request.POST)
    publication = wanting.live_of(case)
    if publication is None:
        return HttpResponseRedirect(address_of(case))
    if form.is_valid():
        try:
            consenting.consent(publication, form.cleaned_data["digest"], form.cleaned_data["agrees"], by=actor)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return HttpResponseRedirect(f"{address_of(case)}?done=consent")
    return _page(request, case, form, status=409)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once, take it off at once."""
    case, _actor = own_case(request, number)
    publication = wanting.live_of(case)
    if publication is None or publication.state != PublicationState.PUBLIC:
        return HttpResponseRedirect(address_of(case))
    if request.method == "POST":
        return _do(request, number, lambda case, actor: withdrawing.withdraw(case, by=actor))
    return render(request, "public_board/mine/withdraw.html", {"case": case, "publication": publication})


def _do(request: HttpRequest, number: str, act: Any) -> HttpResponse:
    case, actor = own_case(request, number)
    form = TakingForm({})
    form.is_valid()
    try:
        act(case, actor)
    except PermissionDenied as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.take(error)
    else:
        return HttpResponseRedirect(f"{address_of(case)}?done=1")
    return _page(request, case, form, status=409)


def _page(request: HttpRequest, case: Consultation, form: Any = None, status: int = 200) -> HttpResponse:
    publication = Publication.objects.filter(consultation=case).order_by("-pk").first()
    state = publication.state if publication is not None else ""
    is_live = state in (PublicationState.WANTED, PublicationState.PREPARED, *SHOWN)
    page = None
    if publication is not None and state in SHOWN:
        page = shown_page(page_from(publication.content), request_today(request))
    consent_form = form if isinstance(form, ConsentForm) else None
    if publication is not None and state == PublicationState.APPROVED and consent_form is None:
        consent_form = ConsentForm(initial={"digest": publication.content_digest})
    in_doubt = (
        publication is not None
        and state == PublicationState.APPROVED
        and form is None
        and consenting.is_in_doubt(publication)
    )
    context = {
        "case": case,
        "publication": publication,
        "page": page,
        "may_want": not is_live and wanting.may_be_offered(case),
        "is_live": is_live,
        "form": None if in_doubt else consent_form,
        "in_doubt": consenting.IN_DOUBT if in_doubt else "",
        "problems": form if form is not None else None,
        "steps": _steps(state),
        "done": request.GET.get("done", ""),
    }
    return render(request, "public_board/mine/publication.html", context, status=status)


def _steps(state: str) -> list[dict[str, Any]]:
    """The way, with where it stands."""
    names = [
        (PublicationState.WANTED, _("工作人员隐去姓名、单位、住址、号码")),
        (PublicationState.PREPARED, _("另一个人复核")),
        (PublicationState.APPROVED, _("您看过，决定公开还是不公开")),
        (PublicationState.PUBLIC, _("公开；随时可以撤下")),
    ]
    return [{"words": words, "is_now": state == name} for name, words in names]
