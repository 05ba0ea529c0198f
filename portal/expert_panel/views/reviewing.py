"""An expert's review: a page of its own, without number, code, institution or name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import staff_page
from portal.common.clock import request_today
from portal.expert_panel.membership import REVIEW
from portal.expert_panel.models import AnswerReview, RevisionSuggestion
from portal.expert_panel.services import reviewing
from portal.expert_panel.services.blinding import blind_case
from portal.expert_panel.views.forms import ReviewForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(REVIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the answer and mark it; afterwards what was said, and what became of it."""
    found = reviewing.open_review(pk, request.user, page="review")
    if found.done_at is not None:
        return _page(request, found, None)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            reviewing.finish(
                found, form.marks(), said["overall"], said["comment"], by=request.user, suggested=form.suggested()
            )
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, _("审阅已经提交。"))
            return redirect("panel_review", pk)
    return _page(request, found, form)


@never_cache
@require_POST
@staff_page(REVIEW)
def keep_away(request: HttpRequest, pk: int) -> HttpResponse:
    """回避: somebody else looks at it."""
    found = reviewing.open_review(pk, request.user, page="review_recuse")
    if found.done_at is None:
        reviewing.keep_away(found, by=request.user)
        messages.success(request, _("已经回避，这份答复由别的专家审阅。"))
    return redirect("panel")


def _page(request: HttpRequest, found: AnswerReview, form: ReviewForm | None) -> HttpResponse:
    context: dict[str, Any] = {"review": found, "form": form, "blind": blind_case(found.answer, request_today(request))}
    if form is None:
        context |= {
            "marks": list(found.marks.all()),
            "suggestion": RevisionSuggestion.objects.filter(review=found).first(),
            "has_answered": found.expert_answer_id is not None,
        }
    return render(request, "expert_panel/review.html", context, status=400 if form is not None and form.errors else 200)
