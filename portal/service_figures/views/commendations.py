"""Commendations: proposals and decisions on the workbench, and the public page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.service_figures.models import Commendation
from portal.service_figures.periods import PeriodKind, period_of
from portal.service_figures.services.commending import (
    LEAST_RESIDENTS,
    RULES,
    decide,
    last_quarter,
    proposals,
    published,
    withdraw,
)
from portal.service_figures.views.entries import COMMEND

LONGEST_NOTE = 500


class DecisionForm(forms.Form):
    """Which proposal, yes or no, and why."""

    proposal = forms.ChoiceField(label=gettext_lazy("对象"))
    decision = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("granted", gettext_lazy("予以表扬，公布")), ("declined", gettext_lazy("不表扬"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("只有监督员看得到，不公布。"),
    )

    def __init__(self, data: Any, found: list[Any]) -> None:
        super().__init__(data)
        field: Any = self.fields["proposal"]
        field.choices = [(each.key, f"{_holder(each)}：{each.rule.words}（{each.words}）") for each in found]


def _holder(proposal: Any) -> str:
    return proposal.staff.code if proposal.staff is not None else str(proposal.institution)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(COMMEND)
def commendation_proposals(request: HttpRequest) -> HttpResponse:
    """Who fits the rules in the last quarter, and what was decided."""
    period = last_quarter(clock.today())
    found = proposals(period)
    form = DecisionForm(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in found if each.key == form.cleaned_data["proposal"])
        try:
            decide(
                chosen,
                is_granted=form.cleaned_data["decision"] == "granted",
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except ValidationError as refused:
            form.add_error(None, refused.messages[0])
        else:
            messages.success(request, _("决定已经保存。"))
            return HttpResponseRedirect(reverse("commendation_proposals"))
    decided = Commendation.objects.select_related(
        "staff_code__resident", "resident_institution__institution", "decided_by"
    ).order_by("-decided_at")
    context = {
        "period": period,
        "found": found,
        "form": form,
        "rules": RULES.values(),
        "least": LEAST_RESIDENTS,
        "decided": [(each, RULES[each.rule].words if each.rule in RULES else each.rule) for each in decided[:200]],
    }
    return render(request, "service_figures/proposals.html", context)


@never_cache
@require_POST
@staff_page(COMMEND)
def commendation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one off the public page with the next month."""
    made = get_object_or_404(Commendation, pk=pk)
    try:
        withdraw(made, request.POST.get("because", ""), by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("已经撤回，下月1日起不再公布。"))
    return HttpResponseRedirect(reverse("commendation_proposals"))


@require_safe
@cache_control(no_store=True)
def commendations(request: HttpRequest) -> HttpResponse:
    """The public page: codes and names of institutions, apart; no figure by which they could be matched."""
    shown = published(clock.today())
    quarters = []
    for first, rows in groupby(shown, lambda each: each.first_day):
        by_rule = []
        for rule, found in groupby(rows, lambda each: each.rule):
            held = list(found)
            by_rule.append(
                {
                    "words": RULES[rule].words if rule in RULES else "",
                    "codes": sorted(each.staff_code.code for each in held if each.staff_code is not None),
                    "institutions": sorted(
                        str(each.resident_institution) for each in held if each.resident_institution is not None
                    ),
                }
            )
        quarters.append((period_of(PeriodKind.QUARTER, first).words, by_rule))
    trail: list[dict[str, str]] = []
    context = {"quarters": quarters, "standards": RULES.values(), "least": LEAST_RESIDENTS, "trail": trail}
    return render(request, "service_figures/commendations.html", context)
