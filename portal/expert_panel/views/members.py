"""Who is of the panel: for administrators and supervisors."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.expert_panel.membership import KEEP, active_members
from portal.expert_panel.models import PanelMember
from portal.expert_panel.services import appointing
from portal.expert_panel.views.forms import AppointForm, TermsForm


@never_cache
@require_safe
@staff_page(KEEP)
def members(request: HttpRequest) -> HttpResponse:
    """Everybody who is or was a member."""
    active = set(active_members(clock.today()).values_list("pk", flat=True))
    people = PanelMember.objects.select_related("user", "institution").prefetch_related("topics", "terms")
    rows = [{"member": member, "is_active": member.pk in active} for member in people]
    rows.sort(key=lambda row: not row["is_active"])
    return render(request, "expert_panel/members.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(KEEP)
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint somebody."""
    form = AppointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            appointing.appoint(said["user"], form.terms(), until=said["until"], by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("panel_members")
    return render(request, "expert_panel/appoint.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(KEEP)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a member does, or end it; ``do``: terms, end."""
    found = PanelMember.objects.select_related("user", "institution", "practitioner").filter(pk=pk).first()
    if found is None:
        raise Http404
    do = request.POST.get("do", "")
    form = TermsForm(request.POST if do == "terms" else None, initial=TermsForm.initial_of(found))
    problem = ""
    if request.method == "POST":
        try:
            if do == "terms" and form.is_valid():
                appointing.change(found, form.terms(), by=request.user)
                return redirect("panel_members")
            if do == "end":
                appointing.end(found, by=request.user)
                return redirect("panel_members")
        except ValidationError as error:
            problem = " ".join(error.messages)
    context: dict[str, Any] = {
        "member": found,
        "form": form,
        "problem": problem,
        "terms": list(found.terms.all()),
        "is_active": active_members(clock.today()).filter(pk=pk).exists(),
    }
    return render(request, "expert_panel/member.html", context, status=409 if problem else 400 if form.errors else 200)
