"""Training cases: residents try them, supervisors release them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.consultations.models import ResidentStaff
from portal.consultations.models.querysets import ANSWER, SUPERVISE
from portal.consultations.policies import resident_of
from portal.expert_panel.models import Criterion, Mark, Overall, TrainingCase, TrainingTry
from portal.expert_panel.services import training as services
from portal.expert_panel.views.forms import MarksForm, ReleaseForm

READERS = (ANSWER, SUPERVISE)


@never_cache
@require_safe
@staff_page(*READERS)
def cases(request: HttpRequest) -> HttpResponse:
    """What a resident may try; for a supervisor everything, what waits first."""
    staff = resident_of(request.user)
    is_supervisor = request.user.has_perm(SUPERVISE)
    tried = set(TrainingTry.objects.filter(staff=staff).values_list("case", flat=True)) if staff else set()
    found: Iterable[TrainingCase] = services.cases_for(staff) if staff else []
    if is_supervisor:
        found = sorted(services.cases_open_to(request.user), key=lambda case: case.released_at is not None)
    rows = [{"case": case, "tried": case.pk in tried} for case in found]
    return render(request, "expert_panel/training.html", {"rows": rows, "is_supervisor": is_supervisor})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*READERS)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    if request.user.has_perm(SUPERVISE):
        return _release(request, _found(services.cases_open_to(request.user), pk))
    staff = resident_of(request.user)
    if staff is None:
        raise Http404
    return _try(request, _found(services.cases_for(staff), pk), staff)


def _found(among: Any, pk: int) -> TrainingCase:
    found = among.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _release(request: HttpRequest, shown: TrainingCase) -> HttpResponse:
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "discard":
            services.discard(shown, by=request.user)
        else:
            services.release(shown, form.cleaned_data["more"], by=request.user)
        return redirect("panel_training")
    context = {"case": shown, "form": form, "opinions": _opinions(shown), "rows": _marks(shown, None)}
    return render(request, "expert_panel/training_release.html", context)


def _try(request: HttpRequest, shown: TrainingCase, staff: ResidentStaff) -> HttpResponse:
    tried = TrainingTry.objects.filter(case=shown, staff=staff).first()
    form = MarksForm(request.POST if request.method == "POST" else None, comments=False)
    if request.method == "POST" and tried is None and form.is_valid():
        try:
            services.mark(shown, {code: mark for code, (mark, _words) in form.marks().items()}, staff)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("panel_training_case", shown.pk)
    context: dict[str, Any] = {"case": shown, "form": form, "tried": tried}
    if tried is not None:
        context |= {"opinions": _opinions(shown), "rows": _marks(shown, tried)}
    return render(request, "expert_panel/training_case.html", context, status=400 if form.errors and not tried else 200)


def _opinions(shown: TrainingCase) -> list[dict[str, Any]]:
    return [
        {
            "overall": Overall(one["overall"]).label,
            "comment": one["comment"],
            "comments": [(Criterion(code).label, words) for code, words in one["comments"].items()],
        }
        for one in json.loads(shown.opinions)
    ]


def _marks(shown: TrainingCase, tried: TrainingTry | None) -> list[list[str]]:
    """A row a criterion: its name, what the resident marked (where they did), what each expert did."""
    experts = [one["marks"] for one in json.loads(shown.opinions)]
    own = [tried.marks] if tried is not None else []
    return [[str(code.label), *(str(Mark(int(each[code])).label) for each in (*own, *experts))] for code in Criterion]
