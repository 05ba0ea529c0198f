"""Who comes to the editor of a case: the resident who has it, and their back office. For everybody else it is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.consultations.models import Consultation
from portal.consultations.models.querysets import ANSWER, SUPPORT
from portal.consultations.services.answers.drafting import may_write
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.residents.conflicts import ConflictUndeclared

WRITERS = (ANSWER, SUPPORT)


def writing_page(view: Callable[..., HttpResponse]) -> Any:
    """Decorate a page of the editor. Who must first say whether they keep away is led to the case, where it is asked."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ConflictUndeclared as undeclared:
            return redirect(undeclared.case.workbench_url)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(staff_page(*WRITERS)(guarded)))


def open_for_writing(request: HttpRequest, number: str, *, page: str) -> Consultation:
    """The case, its opening put on file; Http404 for others', as for what does not exist. Raises ConflictUndeclared."""
    case = open_as_staff(number, request.user, page=page)
    if not may_write(request.user, case):
        raise Http404
    return case


def is_holder(user: Any, case: Consultation) -> bool:
    """Whether this is the resident who has the case, and may send."""
    return case.assigned_to is not None and case.assigned_to.user_id == user.pk
