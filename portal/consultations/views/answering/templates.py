"""Prepared answers: the list, writing and mending one. Another's is not there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.common.clock import request_today
from portal.consultations import neighbours
from portal.consultations.editor.citing import read_rows
from portal.consultations.editor.forms import TemplateForm
from portal.consultations.editor.panel import changed_articles, usable_templates
from portal.consultations.editor.state import from_template
from portal.consultations.models import AnswerTemplate, Consultation
from portal.consultations.services.answers.templating import delete_template, home_of, may_change, save_template
from portal.consultations.views.answering.opening import writing_page


@writing_page
def own(request: HttpRequest) -> HttpResponse:
    """What this person may use, and change."""
    usable = usable_templates(request.user)
    doubts = neighbours.template_doubts(usable)
    rows = [
        {"template": one, "may_change": may_change(request.user, one), "doubt": doubts.get(one.pk, "")}
        for one in usable
    ]
    return render(request, "consultations/editor/templates.html", {"rows": rows, "home": home_of(request.user)})


@writing_page
def new(request: HttpRequest) -> HttpResponse:
    """Write one."""
    if home_of(request.user) is None:
        raise PermissionDenied
    return _form(request, AnswerTemplate())


@writing_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend one, or throw it away (``do=delete``)."""
    template = next((one for one in usable_templates(request.user) if one.pk == pk), None)
    if template is None or not may_change(request.user, template):
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "delete":
        delete_template(template, by=request.user)
        return redirect("answer_templates")
    return _form(request, template)


def _form(request: HttpRequest, template: AnswerTemplate) -> HttpResponse:
    words = "\n".join(str(row.get("words", "")) for row in template.citations)
    posted = request.POST if request.method == "POST" else None
    form = TemplateForm(posted, instance=template, initial={"articles": words})
    if posted is not None and form.is_valid():
        lines = [line.strip() for line in form.cleaned_data["articles"].splitlines() if line.strip()]
        try:
            save_template(form.save(commit=False), lines, by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect("answer_templates")
    rows = from_template(template).rows if posted is None else ()
    banner = changed_articles(read_rows(rows, Consultation(), request_today(request)))
    context = {"form": form, "template": template, "banner": banner}
    return render(request, "consultations/editor/template_form.html", context)
