"""申辩: who is asked to say something about a complaint reads the handler's question, and nothing of who complained."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import staff_page
from portal.common.workbench import ENTER
from portal.complaints.services.handling import give_statement, statements_for
from portal.complaints.views.workbench.forms import StatementAnswerForm


@never_cache
@require_safe
@staff_page(ENTER)
def statements(request: HttpRequest) -> HttpResponse:
    """What one is asked, what waits first."""
    found = statements_for(request.user).order_by("answered_at", "-asked_at")
    return render(request, "complaints/workbench/statements.html", {"statements": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ENTER)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One, and one's part; afterwards what came of it. Another's is 404, as what does not exist."""
    found = statements_for(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = StatementAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            give_statement(found, form.cleaned_data["text"], by=request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(found.workbench_url)
    decision = found.complaint.decisions.order_by("-look").first()
    context = {
        "statement": found,
        "form": form,
        "is_open": found.answered_at is None and found.complaint.is_open,
        "decision": decision if not found.complaint.is_open else None,
    }
    return render(request, "complaints/workbench/statement.html", context, status=422 if form.errors else 200)
