"""A resident takes all of a matter, and says of all its other sides whether to keep away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import staff_page
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models.querysets import ANSWER
from portal.group_matters.services import taking
from portal.group_matters.services.finding import cases_seen_by, find_matter
from portal.group_matters.views.matters import matter_page


@never_cache
@require_POST
@staff_page(ANSWER)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what waits; what could not be taken is named."""
    matter = find_matter(pk, request.user)
    try:
        result = taking.claim_all(matter, by=request.user)
    except PermissionDenied as error:
        return matter_page(request, matter, problem=str(error), status=409)
    if result.left:
        words = _("有%(left)d件没有接办：%(why)s") % {
            "left": len(result.left),
            "why": "；".join(dict.fromkeys(why for _case, why in result.left)),
        }
        messages.warning(request, words)
    if not result.taken:
        problem = _("现在没有可以接办的。") if not result.left else _("一件也没有接办。")
        return matter_page(request, matter, problem=problem, status=409)
    messages.success(request, _("接办了%d件。") % len(result.taken))
    return redirect("matter_conflict", matter.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ANSWER)
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """The other sides of all cases in hand; ``away``: the numbers to keep away from."""
    matter = find_matter(pk, request.user)
    problem = ""
    if request.method == "POST":
        try:
            taking.declare_all(
                matter,
                request.POST.getlist("shown"),
                request.POST.getlist("away"),
                by=request.user,
                whole_institution=request.POST.get("who") == "institution",
            )
        except PermissionDenied as error:
            problem = str(error)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            return redirect(
                "matters" if not cases_seen_by(request.user).filter(matter=matter).exists() else matter.workbench_url
            )
    cases = list(taking.undeclared(matter, request.user))
    if not cases:
        return redirect(matter.workbench_url)
    for case in cases:
        record(AuditAct.CASE_OPENED, actor=request.user, subject=case, details={"page": "matter_conflict"})
    context = {"matter": matter, "cases": cases, "problem": problem}
    return render(request, "group_matters/conflict.html", context, status=409 if problem else 200)
