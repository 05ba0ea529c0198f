"""A resident's own figures. There is no address with somebody else's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import staff_page
from portal.consultations.models.querysets import ANSWER
from portal.consultations.policies import resident_of
from portal.consultations.services.residents.own_figures import own_figures


@never_cache
@require_safe
@staff_page(ANSWER)
def figures(request: HttpRequest) -> HttpResponse:
    """Month by month, from rows."""
    staff = resident_of(request.user)
    context = {"staff": staff, "months": own_figures(staff) if staff is not None else []}
    return render(request, "consultations/workbench/figures.html", context)
