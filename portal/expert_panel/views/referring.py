"""提请专家组 on the resident's case page, and the moderators' decision."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.consultations.models.querysets import MODERATE
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.views.workbench.acting import CaseAct
from portal.consultations.views.workbench.case import text_of
from portal.expert_panel.services import referring
from portal.expert_panel.services.proposals import find_proposal, proposals_for
from portal.expert_panel.views.forms import ReferForm, WordsForm

REFER = CaseAct(
    gettext_lazy("提请专家组"),
    gettext_lazy(
        "法律法规和司法解释没有规定、不够明确或者存在争议，解答确实有困难的，可以提请转交专家组（规范第二十六条）。"
        "审核员决定是否转交；在这之前仍由您办理，时限照走。转交以后，改按专家组的时限计算。"
    ),
    None,
    ReferForm,
    lambda case, said, by: referring.propose(case, said["reason"], said["note"], by=by),
    keeps=True,
    allowed=referring.may_propose,
)


@never_cache
@require_safe
@staff_page(MODERATE)
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return render(request, "expert_panel/proposals.html", {"rows": list(proposals_for(request.user))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(MODERATE)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the case and decide; ``do``: forward, decline."""
    found = find_proposal(pk, request.user)
    case = found.consultation = open_as_staff(found.consultation.receipt_number, request.user, page="proposal")
    do = request.POST.get("do", "")
    form = WordsForm(request.POST if do == "decline" else None)
    problem = ""
    if request.method == "POST":
        try:
            if do == "forward":
                referring.forward(found, by=request.user)
                messages.success(request, _("已经转交专家组，咨询人已得到通知。"))
                return redirect("panel_proposals")
            if do == "decline" and form.is_valid():
                referring.decline(found, form.cleaned_data["words"], by=request.user)
                messages.success(request, _("没有转交，已经告诉驻场人员。"))
                return redirect("panel_proposals")
        except PermissionDenied as error:
            problem = str(error)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"referral": found, "case": case, "form": form, "problem": problem, **text_of(request, case)}
    status = 409 if problem else 400 if form.errors else 200
    return render(request, "expert_panel/proposal.html", context, status=status)
