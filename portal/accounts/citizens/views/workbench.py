"""``/workbench/identities/``: reviewers' part. Everything is masked until somebody writes down why they must see it; the path
steps up (``second_factor/policy.py``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.citizens.forms import FindForm, ReasonForm
from portal.accounts.citizens.models import DOCUMENT, PHONE, CitizenProfile, document_value
from portal.accounts.citizens.presenting import events_of, opened_rows, verification_words
from portal.accounts.citizens.services import hearings, identity
from portal.accounts.citizens.states import MAY_SIGN_IN, REVIEW, AccountState, Verification
from portal.accounts.doors import staff_page
from portal.common.identity_documents import DocumentKind
from portal.common.keyed_hash import lookup_digests
from portal.common.phone_numbers import WrongPhoneNumber, mobile_number

PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(REVIEW)
def identities(request: HttpRequest) -> HttpResponse:
    """What waits: data to be looked at, the longest waiting first, and hearings; and a box to find one account by."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = find(form.cleaned_data["wanted"])
        if found is not None:
            return redirect("identity", pk=found.pk)
        form.add_error("wanted", _("没有这样的账户。手机号码和证件号码要写完整。"))
    page = Paginator(waiting_profiles(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"profiles": page.object_list, "number": page.number, "pages": page.paginator.num_pages, "form": form}
    return render(request, "citizens/workbench/list.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(REVIEW)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, masked. Acts come with ``act``; ``open`` shows the data in the answer to that one request."""
    profile = get_object_or_404(CitizenProfile.objects.select_related("user"), pk=pk)
    act, opened, problem = request.POST.get("act", ""), None, ""
    form = ReasonForm(request.POST if request.method == "POST" and act != "accept" else None)
    if request.method == "POST":
        try:
            opened = _act(request, profile, act, form)
            if opened is None and not form.errors:
                return redirect("identity", pk=pk)
        except ValidationError as error:
            problem = " ".join(error.messages)
        except PermissionDenied as error:
            problem = str(error) or _("您没有进行这一操作的权限。")
        profile = get_object_or_404(CitizenProfile.objects.select_related("user"), pk=pk)
    status = 409 if problem else 422 if form.errors else 200
    return render(
        request, "citizens/workbench/one.html", _context(request, profile, form, opened, problem), status=status
    )


def waiting_profiles() -> QuerySet[CitizenProfile]:
    """Accounts whose data wait for a person, and accounts under hearing."""
    waits = Q(verification=Verification.NEEDS_REVIEW) | Q(account_state=AccountState.UNDER_HEARING)
    found = CitizenProfile.objects.filter(waits, account_state__in=MAY_SIGN_IN)
    return found.select_related("user").order_by("submitted_at", "pk")


def find(wanted: str) -> CitizenProfile | None:
    """An account by its code or by a whole number; there is no finding by a part of one."""
    wanted = wanted.strip()
    try:
        phones = lookup_digests(PHONE, mobile_number(wanted))
    except WrongPhoneNumber:
        phones = []
    number = wanted.upper().replace(" ", "")
    documents = [
        digest for kind in DocumentKind.values for digest in lookup_digests(DOCUMENT, document_value(kind, number))
    ]
    matches = Q(user__username=wanted) | Q(phone_digest__in=phones) | Q(document_digest__in=documents)
    return CitizenProfile.objects.filter(matches).order_by("-verified_at", "-pk").first()


def _act(request: HttpRequest, profile: CitizenProfile, act: str, form: ReasonForm) -> CitizenProfile | None:
    """Do it; gives the account to show unmasked, None where there is nothing to show."""
    if act == "accept":
        identity.accept_identity(profile, by=request.user)
        return None
    if act not in ("open", *_WITH_REASON):
        raise ValidationError(_("没有这项操作。"))
    if not form.is_valid():
        return None
    reason = form.cleaned_data["reason"]
    if act == "open":
        return identity.open_personal_data(profile, reason, by=request.user)
    _WITH_REASON[act](profile, reason, by=request.user)
    return None


_WITH_REASON: dict[str, Callable[..., Any]] = {
    "reject": identity.reject_identity,
    "propose": hearings.propose_cancellation,
    "cancel": hearings.cancel,
    "keep": hearings.keep,
}


def _context(
    request: HttpRequest, profile: CitizenProfile, form: ReasonForm, opened: CitizenProfile | None, problem: str
) -> dict[str, Any]:
    hearing = hearings.open_hearing(profile)
    in_review = profile.verification == Verification.NEEDS_REVIEW and profile.account_state in MAY_SIGN_IN
    return {
        "profile": profile,
        "form": form,
        "problem": problem,
        "opened": opened_rows(opened) if opened else None,
        "verification": verification_words(profile),
        "in_review": in_review,
        "has_twin": in_review and identity.others_with_document(profile).exists(),
        "hearing": hearing,
        "may_propose": profile.account_state == AccountState.ACTIVE,
        "may_decide": hearing is not None and hearings.may_decide(hearing, request.user),
        "events": events_of(profile),
    }
