"""回访 by another resident: whoever is not satisfied may wish for one (article 24).

Nobody who answered the case before may take such a follow-up. Where no other resident could, the supervisors and the back
office are told at once; when one working day has gone by and there is still none, those who answered may take it, so that
the citizen hears something within the three.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.reckoning import reckon
from portal.consultations.deadlines.terms import Rule
from portal.consultations.models import Answer, Consultation, FollowUp, Leave, Recusal, ResidentStaff
from portal.consultations.models.choices import AgeBand, TimeUnit
from portal.consultations.services.case.telling import tell_office_of, tell_supervisors
from portal.consultations.services.time.timetables import work_time
from portal.consultations.states import OPEN
from portal.notifications.services import notify

WAIT_FOR_ANOTHER = Rule(1, TimeUnit.WORKING_DAYS)
QUEUE = "/workbench/queue/"


def kept_for_another() -> QuerySet[FollowUp]:
    """Follow-ups that who answered before may not take."""
    return FollowUp.objects.filter(wants_another=True, answer__isnull=True, open_to_all_at__isnull=True)


def kept_from(staff: ResidentStaff) -> Q:
    """A condition on cases: those whose follow-up is for somebody else than this resident."""
    answered = Answer.objects.filter(consultation=OuterRef("pk"), author=staff)
    return Q(Exists(kept_for_another().filter(consultation=OuterRef("pk")))) & Q(Exists(answered))


def is_kept_from(staff: ResidentStaff, case: Consultation) -> bool:
    """Whether the citizen wished for another resident than this one."""
    return Consultation.objects.filter(kept_from(staff), pk=case.pk).exists()


def others_for(case: Consultation) -> QuerySet[ResidentStaff]:
    """Who could take a follow-up and has not answered the case yet, whatever they have in hand."""
    today = clock.today()
    away = Leave.objects.filter(staff=OuterRef("pk"), begins_on__lte=today, ends_on__gte=today)
    recusals = Recusal.objects.filter(consultation=case)
    found = ResidentStaff.objects.filter(
        ~Exists(away), duty=ResidentStaff.Duty.ACTIVE, user__is_active=True, resident_institution__is_active=True
    )
    found = found.exclude(pk__in=Answer.objects.filter(consultation=case, author__isnull=False).values("author"))
    found = found.exclude(pk__in=recusals.values("staff")).exclude(user=case.citizen_id)
    found = found.exclude(resident_institution__in=recusals.filter(institution__isnull=False).values("institution"))
    return found.filter(may_handle_minors=True) if case.age_band == AgeBand.UNDER_14 else found


def tell_where_nobody_is(case: Consultation, former: ResidentStaff | None) -> None:
    """Tell the supervisors and the back office of who answered, should no other resident be there."""
    if others_for(case).exists():
        return
    words = _("咨询人希望换一位律师回访，现在没有别的驻场人员可以接办，请安排。")
    tell_supervisors(words, case.workbench_url)
    if former is not None:
        tell_office_of(former, words, url="/workbench/roster/")


def waits_until(opened_at: datetime) -> datetime:
    """Until when a follow-up is kept for another resident, should there be none: the end of the next working day."""
    due = reckon(opened_at, WAIT_FOR_ANOTHER, (), work_time(opened_at.astimezone(SHANGHAI).date())).due
    assert due is not None  # nothing pauses it
    return due


def open_to_all() -> int:
    """Let who answered take a follow-up that nobody else could take for a working day; returns how many. Twice does no harm."""
    opened = 0
    waiting = kept_for_another().filter(consultation__state__in=OPEN, consultation__assigned_to__isnull=True)
    for follow_up in waiting.select_related("consultation", "rating__answer__author__user"):
        case, former = follow_up.consultation, follow_up.rating.answer.author
        if clock.now() <= waits_until(follow_up.opened_at) or others_for(case).exists():
            continue
        with transaction.atomic():
            if not kept_for_another().filter(pk=follow_up.pk).update(open_to_all_at=clock.now()):
                continue
            opened += 1
            tell_supervisors(_("没有别的驻场人员可以回访，原来的律师现在可以接办。"), case.workbench_url)
            if former is not None:
                notify([former.user], _("有一件回访没有别的律师可以接，您现在可以接办。"), url=QUEUE)
    return opened
