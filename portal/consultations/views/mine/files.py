"""``/consultations/mine/NUMBER/files/``: files of one's own case, added and taken away."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.consultations.attachments.limits import MEGABYTE, MOST_BYTES, MOST_FILES
from portal.consultations.services.intake.asking_limits import may_upload
from portal.consultations.services.intake.attaching import attach_to_case, remove_from_case
from portal.consultations.sessions import own_case
from portal.consultations.views.asking.session import sender_of
from portal.consultations.views.mine.case import files_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_case_files(request: HttpRequest, number: str) -> HttpResponse:
    """Show them; take those that were chosen, one bad file costs nobody the others; take one away for good."""
    case, actor = own_case(request, number)
    problems: list[str] = []
    if request.method == "POST":
        try:
            if key := request.POST.get("remove"):
                remove_from_case(case, key, by=actor)
            elif chosen := request.FILES.getlist("files"):
                if not may_upload(sender_of(request)):
                    raise ValidationError(_("近一小时这里上传得太多了，请一小时后再试。"))
                outcomes = attach_to_case(case, chosen, by=actor)
                problems = [f"{outcome.name}：{outcome.error}" for outcome in outcomes if outcome.code]
        except ValidationError as error:
            problems = list(error.messages)
        if not problems:
            return HttpResponseRedirect(request.path)
    context = {
        "case": case,
        "files": files_of(case),
        "problems": problems,
        "most_files": MOST_FILES,
        "most_megabytes": MOST_BYTES // MEGABYTE,
    }
    return render(request, "consultations/mine/files.html", context)
