"""For administrators: which institutions send residents, who the residents are, appointing, suspending, retiring. The only
page on which a code stands beside a name; each opening of it is kept in the log."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models import ResidentInstitution, ResidentStaff
from portal.consultations.services.residents import appointing
from portal.consultations.services.residents.balancing import with_open
from portal.consultations.views.workbench.residents_forms import AppointForm, InstitutionForm, SuspendForm, TermsForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(appointing.KEEP)
def residents(request: HttpRequest) -> HttpResponse:
    """The institutions with their residents; POST appoints or ends an institution."""
    form = InstitutionForm(request.POST if request.POST.get("do") == "appoint" else None)
    problem = ""
    if request.method == "POST":
        try:
            if form.is_bound and form.is_valid():
                appointing.appoint_institution(form.cleaned_data["institution"], by=request.user)
                return redirect("residents")
            if request.POST.get("do") == "end":
                appointing.end_institution(_institution(request.POST.get("institution", "")), by=request.user)
                return redirect("residents")
        except ValidationError as error:
            if form.is_bound:
                form.take(error)
            else:
                problem = " ".join(error.messages)
    people = with_open(ResidentStaff.objects.select_related("staff_code", "practitioner", "user"))
    homes: dict[int, list[ResidentStaff]] = {}
    for person in people.order_by("staff_code"):
        homes.setdefault(person.resident_institution_id, []).append(person)
    record(AuditAct.PERSONAL_DATA_OPENED, actor=request.user, name="驻场人员名单")
    context = {
        "form": form,
        "problem": problem,
        "homes": [
            {"home": home, "people": homes.get(home.pk, [])}
            for home in ResidentInstitution.objects.select_related("institution")
        ],
    }
    return render(
        request, "consultations/workbench/residents.html", context, status=400 if form.errors or problem else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(appointing.KEEP)
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint one."""
    form = AppointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            staff = appointing.appoint(
                said["practitioner"], said["resident_institution"], said["user"], form.terms(), by=request.user
            )
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("resident", staff.code)
    return render(
        request,
        "consultations/workbench/resident_appoint.html",
        {"form": form},
        status=400 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(appointing.KEEP)
def resident(request: HttpRequest, code: str) -> HttpResponse:
    """One resident: what they do, and their duty."""
    staff = (
        ResidentStaff.objects.select_related("staff_code", "practitioner", "resident_institution__institution", "user")
        .filter(staff_code__code=code)
        .first()
    )
    if staff is None:
        raise Http404
    do = request.POST.get("do", "") if request.method == "POST" else ""
    terms = TermsForm(request.POST if do == "terms" else None, initial=TermsForm.initial_of(staff))
    suspending = SuspendForm(request.POST if do == "suspend" else None)
    problem = ""
    try:
        if _did(do, staff, terms, suspending, request.user):
            return redirect("resident", code)
    except ValidationError as error:
        problem = " ".join(error.messages)
    record(AuditAct.PERSONAL_DATA_OPENED, actor=request.user, name=staff.code)
    context = {"staff": staff, "terms": terms, "suspending": suspending, "problem": problem}
    refused = problem or terms.errors or suspending.errors
    return render(request, "consultations/workbench/resident.html", context, status=400 if refused else 200)


def _did(do: str, staff: ResidentStaff, terms: TermsForm, suspending: SuspendForm, by: Any) -> bool:
    if do == "terms" and terms.is_valid():
        appointing.change_terms(staff, terms.terms(), by=by)
    elif do == "suspend" and suspending.is_valid():
        appointing.suspend(staff, suspending.cleaned_data["because"], by=by)
    elif do == "restore":
        appointing.restore(staff, by=by)
    elif do == "retire":
        appointing.retire(staff, by=by)
    else:
        return False
    return True


def _institution(key: str) -> ResidentInstitution:
    home = ResidentInstitution.objects.filter(pk=key if key.isdecimal() else 0).first()
    if home is None:
        raise Http404
    return home
