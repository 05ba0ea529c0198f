"""The institution's side, in the workbench: its applications, one of them with where it stands, the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.institution_notices.forms import ApplicationForm
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.policies import acts_for, may
from portal.institution_notices.presenting import timeline
from portal.institution_notices.services import applying
from portal.institution_notices.states import ACT_LABELS, APPLY, Act

PER_PAGE = 20


@never_cache
@require_safe
@staff_page(APPLY)
def applications(request: HttpRequest) -> HttpResponse:
    """All of the institution's, the latest first."""
    user: Any = request.user
    own = NoticeApplication.objects.visible_to(user).select_related("page")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "applications": page.object_list,
        "number": page.number,
        "pages": page.paginator.num_pages,
        "institution": user.institution,
    }
    return render(request, "institution_notices/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(APPLY)
def write(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    user: Any = request.user
    if not user.institution_id:
        return redirect("notice_applications")  # which says why nothing can be written
    return _form(request, None, lambda values: applying.write_application(values, by=request.user))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(APPLY)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft, or mend what was returned."""
    shown = _own(request, pk)
    if Act.WRITE not in acts_for(request.user, shown):
        return redirect(shown)
    return _form(request, shown, lambda values: applying.edit_application(shown, values, by=request.user))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(APPLY)
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one, with where it stands; the buttons hand it in, take it back, throw it away."""
    shown = _own(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            done = _act(request, shown, request.POST.get("act", ""))
        except ValidationError as error:
            problem = " ".join(error.messages)
            shown = _own(request, pk)
        else:
            return redirect("notice_applications") if done is None else redirect(done)
    acts = [act for act in acts_for(request.user, shown) if act in _ACTS]
    context = {
        "application": shown,
        "problem": problem,
        "can_edit": Act.WRITE in acts_for(request.user, shown),
        "acts": [{"value": act.value, "label": ACT_LABELS[act], "is_main": act is Act.SUBMIT} for act in acts],
        "events": timeline(shown),
    }
    return render(request, "institution_notices/detail.html", context, status=409 if problem else 200)


_ACTS: dict[Act, Callable[..., Any]] = {
    Act.SUBMIT: applying.submit_application,
    Act.TAKE_BACK: applying.take_back,
    Act.DISCARD: applying.discard,
}


def _act(request: HttpRequest, shown: NoticeApplication, wanted: str) -> NoticeApplication | None:
    if wanted not in _ACTS:
        raise ValidationError(_("没有这项操作。"))
    return _ACTS[Act(wanted)](shown, by=request.user)


def _own(request: HttpRequest, pk: int) -> NoticeApplication:
    """One of the person's institution; 404 for another's, as for what does not exist."""
    found = NoticeApplication.objects.visible_to(request.user).select_related("institution", "page").filter(pk=pk)
    shown = found.first()
    if shown is None or not may(request.user, Act.WRITE, shown):
        raise Http404
    return shown


def _form(
    request: HttpRequest, shown: NoticeApplication | None, save: Callable[[dict[str, Any]], NoticeApplication]
) -> HttpResponse:
    user: Any = request.user
    form = ApplicationForm(request.POST if request.method == "POST" else None, instance=shown)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form.cleaned_data)
            if request.POST.get("then") == "submit":
                saved = applying.submit_application(saved, by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(saved)
    context = {"form": form, "application": shown, "institution": user.institution}
    return render(request, "institution_notices/form.html", context)
