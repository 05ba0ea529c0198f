"""有关机关 (article 28): the editable table of where to turn instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from portal.accounts.doors import staff_page
from portal.consultations.models import Authority
from portal.consultations.services.screening.queue import CHANGE_AUTHORITIES
from portal.consultations.views.workbench.screening_forms import AuthorityForm, NewAuthorityForm

ADD_AUTHORITIES = "consultations.add_authority"


@never_cache
@require_safe
@staff_page(CHANGE_AUTHORITIES)
def authorities(request: HttpRequest) -> HttpResponse:
    """All of them, those in use and those that are not."""
    context = {"authorities": Authority.objects.all(), "may_add": request.user.has_perm(ADD_AUTHORITIES)}
    return render(request, "consultations/workbench/authorities.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ADD_AUTHORITIES)
def write(request: HttpRequest) -> HttpResponse:
    """Add one."""
    return _form(request, NewAuthorityForm(request.POST if request.method == "POST" else None))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(CHANGE_AUTHORITIES)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change one; one that refusals name is switched off, never deleted."""
    shown = get_object_or_404(Authority, code=code)
    return _form(request, AuthorityForm(request.POST if request.method == "POST" else None, instance=shown))


def _form(request: HttpRequest, form: AuthorityForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        is_old = form.instance.pk is not None
        saved = form.save()
        log(saved, "wagtail.edit" if is_old else "wagtail.create", user=request.user)
        return redirect("authorities")
    context = {"form": form, "authority": form.instance if form.instance.pk else None}
    return render(request, "consultations/workbench/authority.html", context, status=400 if form.errors else 200)
