"""A supervisor puts cases together and takes one out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.services.case.reading import open_as_staff
from portal.group_matters.forms import JoinForm, SplitForm
from portal.group_matters.services import sorting
from portal.group_matters.services.finding import find_matter


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(SUPERVISE)
def join(request: HttpRequest) -> HttpResponse:
    """Two cases are one matter."""
    initial = {name: request.GET.get(name, "") for name in ("number", "with_number")}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            matter = sorting.join(**form.cleaned_data, by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("已经并入。"))
            return redirect(matter.workbench_url)
    context = {"form": form, "title": _("并入群体性咨询"), "back": "/workbench/matters/"}
    return render(request, "group_matters/sort.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(SUPERVISE)
def split(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """One case is none of the matter."""
    matter = find_matter(pk, request.user)
    case = open_as_staff(number, request.user, page="matter_split")
    if case.matter_id != matter.pk:
        raise Http404
    form = SplitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sorting.split(case, form.cleaned_data["reason"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("已经拆出。"))
            return redirect("matters")
    context = {
        "form": form,
        "title": _("从群体性咨询拆出"),
        "back": matter.workbench_url,
        "number": case.written_number,
    }
    return render(request, "group_matters/sort.html", context, status=400 if form.errors else 200)
