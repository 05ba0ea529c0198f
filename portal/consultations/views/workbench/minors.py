"""Letting people in to the cases of those under 14: seen without their text by who approves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.models.querysets import APPROVE_OPENING
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.consultations.services.screening.minors import let_in, minors_cases, staff_to_let_in
from portal.consultations.views.taking_form import TakingForm
from portal.consultations.views.workbench.presenting import row_of, with_due

PER_PAGE = 30


class LetInForm(TakingForm):
    """Who is let in: the holder without a choice, or somebody of the portal."""

    number = forms.CharField(widget=forms.HiddenInput, max_length=40)
    who = forms.ModelChoiceField(
        staff_to_let_in(), label=_("批准谁查阅"), required=False, empty_label=_("办理人"), to_field_name="username"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(APPROVE_OPENING)
def minors(request: HttpRequest) -> HttpResponse:
    """The list; POST lets one person in."""
    form = LetInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _let_in(request, form.cleaned_data)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("minor_openings")
    now = clock.now()
    found = with_due(minors_cases()).prefetch_related("openings__user")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = []
    for case in page.object_list:
        opened = [opening.user for opening in case.openings.all()]
        holder = case.assigned_to
        waits = holder is not None and holder.user_id not in {user.pk for user in opened}
        rows.append(row_of(case, now) | {"opened": [str(user) for user in opened], "holder_waits": waits})
    context = {
        "form": form,
        "rows": rows,
        "people": list(staff_to_let_in()),
        "number": page.number,
        "pages": page.paginator.num_pages,
    }
    return render(request, "consultations/workbench/minors.html", context, status=400 if form.errors else 200)


def _let_in(request: HttpRequest, said: dict[str, Any]) -> None:
    case = minors_cases().filter(receipt_number=normalised_receipt_number(said["number"])).first()
    if case is None:
        raise Http404
    user = said["who"]
    if user is None:
        if case.assigned_to is None:
            raise ValidationError(_("这件咨询还没有人接办。"))
        user = case.assigned_to.user
    let_in(case, user, by=request.user)
