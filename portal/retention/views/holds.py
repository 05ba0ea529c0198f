"""依法保存: the list, a new one, one of them and its release."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.complaints.models import Complaint
from portal.consultations.services.case.reading import cases_of_staff
from portal.notifications.services import mark_read_of
from portal.retention.models import LegalHold
from portal.retention.services.holding import PLACE, concerns, place, release
from portal.retention.views.forms import HoldForm, ReasonForm

PER_PAGE = 30


@never_cache
@require_safe
@staff_page(PLACE)
def holds(request: HttpRequest) -> HttpResponse:
    """All holds, those that hold first."""
    found = LegalHold.objects.select_related("placed_by", "released_by").order_by("released_at", "-placed_at")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"holds": page.object_list, "number": page.number, "pages": page.paginator.num_pages}
    return render(request, "retention/holds.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(PLACE)
def new_hold(request: HttpRequest) -> HttpResponse:
    """Place one."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            hold = place(form.which, said["authority"], said["document_number"], said["reason"], by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("legal_hold", pk=hold.pk)
    return render(request, "retention/hold_new.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(PLACE)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """One, with its cases and, for another person, its release."""
    found = get_object_or_404(LegalHold.objects.select_related("placed_by", "released_by"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            release(found, form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("legal_hold", pk=pk)
    mark_read_of(request.user, request.path)
    page = Paginator(found.cases.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "hold": found,
        "cases": page.object_list,
        "seen": set(
            cases_of_staff(request.user).filter(pk__in=[case.pk for case in page]).values_list("pk", flat=True)
        ),
        "complaints": found.complaints.order_by("pk"),
        "seen_complaints": set(Complaint.objects.visible_to(request.user).filter(legal_holds=found)),
        "count": page.paginator.count,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "form": form,
        "may_release": found.released_at is None
        and found.placed_by_id != request.user.pk
        and not concerns(found, request.user),
    }
    return render(request, "retention/hold.html", context)
