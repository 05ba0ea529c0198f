"""The matters there are, and one of them with its cases. No text of a case stands here: each is opened by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.models import Consultation, RelatedMatter
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE
from portal.consultations.policies import resident_of
from portal.consultations.states import BEFORE_ANSWER
from portal.consultations.views.workbench.presenting import by_due, moment, row_of, with_due
from portal.group_matters.models import MatterChange, MatterDelivery
from portal.group_matters.services.finding import cases_seen_by, find_matter, kept_apart, matters_of, sees_all
from portal.group_matters.services.taking import undeclared, waiting_in

STAFF = (ANSWER, MODERATE, SUPERVISE)
PER_PAGE = 50


@never_cache
@require_safe
@staff_page(*STAFF)
def matters(request: HttpRequest) -> HttpResponse:
    """Size, districts, topics, first and last asked, and what is still owed; five queries for any number."""
    page = Paginator(matters_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    places, topics = _places_and_topics(request.user, page.object_list)
    context = {
        "rows": [
            {
                "matter": one,
                "places": "、".join(places[one.pk]),
                "topics": "、".join(topics[one.pk]),
                "first": moment(one.first_at),
                "last": moment(one.last_at),
                "state": state_words(one.open_now, one.size),
            }
            for one in page.object_list
        ],
        "number": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
        "sees_all": sees_all(request.user),
        "may_sort": request.user.has_perm(SUPERVISE),
    }
    return render(request, "group_matters/matters.html", context)


@never_cache
@require_safe
@staff_page(*STAFF)
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: its cases by number with state and clock, what was done to it, what may be done."""
    return matter_page(request, find_matter(pk, request.user))


def matter_page(request: HttpRequest, shown: RelatedMatter, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of a matter; what waits for a resident is counted by district, and has no number."""
    user = request.user
    staff = None if sees_all(user) else resident_of(user)
    found = cases_seen_by(user).filter(matter=shown)
    own = found.filter(assigned_to=staff) if staff is not None else found
    listed = by_due(with_due(own)).select_related("topic", "assigned_to__staff_code")
    listed = listed.defer("question", "other_side", "wanted")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    waiting = waiting_in(shown, user) if staff is not None else Consultation.objects.none()
    now = clock.now()
    context = {
        "matter": shown,
        "rows": [row_of(case, now) for case in page.object_list],
        "number": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
        "size": found.count(),
        "open_now": found.filter(state__in=BEFORE_ANSWER).count(),
        "is_resident": staff is not None,
        "waiting": _by_place(waiting),
        "waiting_count": waiting.count(),
        "undeclared": undeclared(shown, user).count() if staff is not None else 0,
        "apart": kept_apart(shown),
        "problems": _problems(shown, listed),
        "may_sort": user.has_perm(SUPERVISE),
        "changes": MatterChange.objects.filter(matter=shown, consultation__in=found).select_related(
            "consultation", "by"
        )
        if sees_all(user)
        else [],
        "problem": problem,
    }
    return render(request, "group_matters/matter.html", context, status=status)


def state_words(open_now: int, size: int) -> str:
    """How far a matter is."""
    if open_now == 0:
        return _("都已答复或者办结")
    if open_now == size:
        return _("都还没有答复")
    return _("还有%(open)d件没有答复") % {"open": open_now}


def _problems(shown: RelatedMatter, listed: Any) -> list[dict[str, str]]:
    """What an answer for all could not be sent to, and still waits."""
    found = MatterDelivery.objects.filter(matter_answer__matter=shown, consultation__in=listed.order_by().values("pk"))
    found = found.exclude(problem="").filter(consultation__answered_at__isnull=True).select_related("consultation")
    return [
        {
            "number": row.consultation.written_number,
            "url": row.consultation.workbench_url,
            "words": row.get_problem_display(),
        }
        for row in found
    ]


def _by_place(waiting: Any) -> list[dict[str, Any]]:
    counted: dict[str, int] = defaultdict(int)
    for place in waiting.order_by("place").values_list("place", flat=True):
        counted[place or _("没有写明地区")] += 1
    return [{"place": place, "count": count} for place, count in counted.items()]


def _places_and_topics(user: Any, found: Iterable[RelatedMatter]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    places: dict[int, list[str]] = defaultdict(list)
    topics: dict[int, list[str]] = defaultdict(list)
    rows = cases_seen_by(user).filter(matter__in=[one.pk for one in found]).order_by("matter", "place", "topic__name")
    for matter_pk, place, topic in rows.values_list("matter", "place", "topic__name").distinct():
        for kept, value in ((places, place), (topics, topic)):
            if value and value not in kept[matter_pk]:
                kept[matter_pk].append(value)
    return places, topics
