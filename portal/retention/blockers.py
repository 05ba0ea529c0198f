"""What keeps a case from being purged, however old it is. Rooms register theirs; each is asked with many cases at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint
from portal.complaints.states import State as ComplaintState
from portal.consultations.models import Consultation, Deadline, ErasureRequest
from portal.consultations.states import AT_WORK, State, Visibility
from portal.retention.models import ExportedCase, HeldCase, InquiryExport, RetentionSettings
from portal.retention.rules import earliest_purge

Blocker = Callable[[Collection[int]], Mapping[int, str]]
"""Asked with the keys of cases; gives, for those it blocks, why, in plain words without anything of the case."""

OVER = (State.CLOSED, State.WITHDRAWN)
"""States in which nobody owes anything any more."""
_blockers: dict[str, Blocker] = {}


def register_blocker(name: str, ask: Blocker) -> None:
    """Make a reason known; called from ``AppConfig.ready``. One of the same name takes the first one's place."""
    _blockers[name] = ask


def reasons_against(cases: Collection[int]) -> dict[int, list[str]]:
    """Everything that speaks against purging each of these cases; a case that is free is not among the keys."""
    found: dict[int, list[str]] = {}
    for ask in _blockers.values():
        for case, words in ask(cases).items():
            found.setdefault(case, []).append(words)
    return found


def is_open(cases: Collection[int]) -> dict[int, str]:
    """Cases that are not over."""
    found = Consultation.objects.filter(pk__in=cases).exclude(state__in=OVER)
    return {case: _("还没有办结（%s）") % AT_WORK[state] for case, state in found.values_list("pk", "state")}


def is_held(cases: Collection[int]) -> dict[int, str]:
    """Cases under a legal hold."""
    held = HeldCase.objects.filter(consultation__in=cases, hold__released_at__isnull=True).select_related("hold")
    return {row.consultation_id: _("依法保存：%s") % row.hold for row in held}


def has_a_running_clock(cases: Collection[int]) -> dict[int, str]:
    """Cases for which something is still due."""
    running = Deadline.objects.filter(consultation__in=cases, met_at__isnull=True, cancelled_at__isnull=True)
    return {row.consultation_id: _("还有时限在走：%s") % row.get_kind_display() for row in running}


def is_complained_of(cases: Collection[int]) -> dict[int, str]:
    """Cases about which a complaint is not decided yet."""
    waiting = Complaint.objects.filter(consultation__in=cases).exclude(state=ComplaintState.DECIDED)
    return dict.fromkeys(waiting.values_list("consultation", flat=True), _("有投诉还没有结果"))


def has_a_young_complaint(cases: Collection[int]) -> dict[int, str]:
    """Cases of which a complaint was decided less than the years ago: what was complained of long after is kept as long."""
    years, today = RetentionSettings.load().years, clock.today()
    decided = Complaint.objects.filter(consultation__in=cases, decided_at__isnull=False)
    return {
        case: _("有投诉办结以后还没有满保存年限")
        for case, at in decided.values_list("consultation", "decided_at")
        if at is not None and earliest_purge(at.astimezone(SHANGHAI).date(), years) > today
    }


def is_public(cases: Collection[int]) -> dict[int, str]:
    """Cases that stand on the public board."""
    found = Consultation.objects.filter(pk__in=cases, visibility=Visibility.PUBLIC)
    return dict.fromkeys(found.values_list("pk", flat=True), _("正在公开，要先撤下"))


def is_being_handed_over(cases: Collection[int]) -> dict[int, str]:
    """Cases of an export for an authority whose file still lies here, or is to be made."""
    under_way = (InquiryExport.State.WAITING, InquiryExport.State.MAKING, InquiryExport.State.READY)
    found = ExportedCase.objects.filter(consultation__in=cases, export__state__in=under_way)
    return dict.fromkeys(found.values_list("consultation", flat=True), _("调取的材料还没有删除"))


def awaits_erasure(cases: Collection[int]) -> dict[int, str]:
    """Cases whose citizen waits for an answer to a request."""
    waiting = ErasureRequest.objects.filter(consultation__in=cases, decided_at__isnull=True)
    return dict.fromkeys(waiting.values_list("consultation", flat=True), _("删除个人信息的请求还没有答复"))


def is_of_an_open_matter(cases: Collection[int]) -> dict[int, str]:
    """Cases of a group's matter in which another is not over yet."""
    matters = dict(Consultation.objects.filter(pk__in=cases, matter__isnull=False).values_list("pk", "matter"))
    of_open = Consultation.objects.filter(matter__in=set(matters.values())).exclude(Q(state__in=OVER))
    still = set(of_open.values_list("matter", flat=True))
    return {case: _("同一群体性咨询里还有没办结的") for case, matter in matters.items() if matter in still}


for _name, _ask in (
    ("open", is_open),
    ("held", is_held),
    ("clock", has_a_running_clock),
    ("complaint", is_complained_of),
    ("young complaint", has_a_young_complaint),
    ("public", is_public),
    ("inquiry", is_being_handed_over),
    ("erasure", awaits_erasure),
    ("matter", is_of_an_open_matter),
):
    register_blocker(_name, _ask)
