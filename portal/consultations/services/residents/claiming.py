"""Taking, giving back, handing over. A claim is one conditional update: of fifty who try, one has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from cms.directory.catalogue import barred_on
from cms.directory.models import Affiliation
from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor, Signature, System
from portal.consultations.models import Consultation, MinorOpening, Recusal, ResidentStaff
from portal.consultations.models.choices import ActorKind, AgeBand
from portal.consultations.policies import WrongState, demand, resident_of
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import tell_who_lets_in
from portal.consultations.services.residents.another import is_kept_from
from portal.consultations.states import WITH_RESIDENT, Act, Party, State
from portal.notifications.services import notify


class TooMany(ValidationError):
    """The resident has as many open cases as they may."""


def claim(case: Consultation, *, by: Actor) -> Consultation:
    """Take an accepted case. Raises PermissionDenied (no resident, not on duty, recused, not trained for a minor's case),
    TooMany, or WrongState where somebody was quicker."""
    staff = resident_of(by)
    if staff is None:
        raise PermissionDenied(_("只有驻场人员可以接办。"))
    # Asked before the transaction begins: whoever waits for it (on SQLite everybody) waits for four statements alone.
    demand_may_take(staff, case)
    with transaction.atomic():
        _demand_still_able(staff, case)
        at = clock.now()
        taken = Consultation.objects.filter(
            pk=case.pk, state=State.ACCEPTED, assigned_to__isnull=True, is_quarantined=False
        ).update(state=State.ASSIGNED, assigned_to=staff, assigned_at=at, claim_number=F("claim_number") + 1)
        if not taken:
            raise WrongState(_("这件咨询刚刚被别人接办，或者已经不再等待接办。"))
        mine = locked(case)
        write_event(
            mine,
            Act.CLAIM,
            Signature(ActorKind.RESIDENT, staff.code),
            at=at,
            content={"from": str(State.ACCEPTED), "to": str(State.ASSIGNED), "staff_code": staff.code},
        )
        tell_who_lets_in(mine)
    return mine


def demand_may_take(staff: ResidentStaff, case: Consultation, *, is_given: bool = False) -> None:
    """Raise unless a resident may have this case, whatever its state. ``is_given``: in words for a colleague who hands it over,
    and who is not told who asked it or why somebody keeps away."""
    if not can_work(staff):
        raise PermissionDenied(_("这位同事现在不在岗，请另选一位。") if is_given else _("您现在不在岗，不能接办咨询。"))
    is_own = case.citizen_id is not None and case.citizen_id == staff.user_id
    if is_given and (is_own or is_recused(staff, case)):
        raise PermissionDenied(_("这件咨询不能交给这位同事，请另选一位。"))
    if is_own:
        raise PermissionDenied(_("您不能办理自己提出的咨询。"))
    if case.age_band == AgeBand.UNDER_14 and not staff.may_handle_minors:
        raise PermissionDenied(_("不满14周岁的咨询由受过培训的驻场人员办理。"))
    if case.is_quarantined:
        raise PermissionDenied(_("这件咨询不能接办。"))
    if is_recused(staff, case):
        raise PermissionDenied(_("您或者您的机构已经回避这件咨询。"))
    if is_kept_from(staff, case):
        raise PermissionDenied(_("咨询人希望由另一位律师回访，答复过的人不能接办。"))
    if open_cases(staff, besides=case) >= staff.most_open:
        full = _("这位同事手上的咨询已经到了上限，请另选一位。")
        raise TooMany(full if is_given else _("您手上的咨询已经到了上限，请先办完再接。"))


def _demand_still_able(staff: ResidentStaff, case: Consultation) -> None:
    """Hold the resident's row, so that a suspension comes before this claim or after it and takes it back; of two claims
    of one resident the second counts the first."""
    if not _hold(staff):
        raise PermissionDenied(_("您现在不在岗，不能接办咨询。"))
    if open_cases(staff, besides=case) >= staff.most_open:
        raise TooMany(_("您手上的咨询已经到了上限，请先办完再接。"))


def _hold(staff: ResidentStaff) -> bool:
    """Hold the resident's row till the transaction ends; whether they are active now."""
    rows = ResidentStaff.objects.select_for_update().filter(pk=staff.pk, duty=ResidentStaff.Duty.ACTIVE)
    return rows.values_list("pk", flat=True).first() is not None


def can_work(staff: ResidentStaff) -> bool:
    """Whether a resident is on duty: active, of an active institution, not on leave today, and in practice by the directory."""
    today = clock.today()
    return (
        staff.duty == ResidentStaff.Duty.ACTIVE
        and staff.user.is_active
        and staff.resident_institution.is_active
        and not staff.leaves.filter(begins_on__lte=today, ends_on__gte=today).exists()
        and not barred_on([staff.practitioner], today)
        and not barred_on([staff.resident_institution.institution], today)
        and not departed_on([staff], today)
    )


def departed_on(people: Sequence[ResidentStaff], day: date) -> set[int]:
    """Who of these residents worked at the institution that sent them, and does no longer, by the directory (one query). Of whom
    the directory says nothing nothing is concluded."""
    houses = {one.practitioner_id: one.resident_institution.institution_id for one in people}
    known = Affiliation.objects.filter(practitioner__in=houses, institution__in=set(houses.values()))
    now: dict[int, bool] = {}
    for row in known.filter(Q(started_on__isnull=True) | Q(started_on__lte=day)):
        if houses[row.practitioner_id] == row.institution_id:
            is_current = row.ended_on is None or row.ended_on > day
            now[row.practitioner_id] = is_current or now.get(row.practitioner_id, False)
    return {one.pk for one in people if now.get(one.practitioner_id) is False}


def is_recused(staff: ResidentStaff, case: Consultation) -> bool:
    """Whether the resident or their institution must keep away."""
    rows = Recusal.objects.filter(consultation=case)
    return rows.filter(staff=staff).exists() or rows.filter(institution=staff.resident_institution_id).exists()


def open_cases(staff: ResidentStaff, besides: Consultation | None = None) -> int:
    """How much a resident owes: cases, those of one matter of many people as one, for one answer may serve them all
    (article 29.2). ``besides`` leaves out the matter of that case."""
    held = Consultation.objects.filter(assigned_to=staff, state__in=WITH_RESIDENT)
    if besides is not None and besides.matter_id is not None:
        held = held.exclude(matter=besides.matter_id)
    counted = held.aggregate(alone=Count("pk", filter=Q(matter__isnull=True)), matters=Count("matter", distinct=True))
    return int(counted["alone"] + counted["matters"])


def release(case: Consultation, *, by: Actor, because: str = "returned") -> Consultation:
    """Give a case back to the queue; the clock runs on. ``because`` is a code: returned, leave, suspended, recused,
    another_wanted."""
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.RELEASE, case)
        _release(case, by, party, because)
    return case


def recuse(case: Consultation, *, by: Actor, whole_institution: bool = False) -> Consultation:
    """回避 with one press: the case goes back, and never to this resident (or their institution) again."""
    staff = resident_of(by)
    with transaction.atomic():
        case = locked(case)
        party = demand(by, Act.RELEASE, case)
        if staff is None or case.assigned_to_id != staff.pk:
            raise PermissionDenied(_("只有办理人可以声明回避。"))
        institution = staff.resident_institution if whole_institution else None
        Recusal.objects.get_or_create(
            consultation=case, staff=staff, defaults={"institution": institution, "at": clock.now()}
        )
        _release(case, by, party, "recused")
    return case


_OFF_DUTY = frozenset({"leave", "suspended", "left"})


def _release(case: Consultation, by: Actor, party: Party, because: str) -> None:
    held = case.assigned_to.code if case.assigned_to else ""
    if case.assigned_to is not None:
        MinorOpening.objects.filter(consultation=case, user=case.assigned_to.user).delete()
    move(
        case,
        Act.RELEASE,
        by,
        at=clock.now(),
        party=party,
        # Citizens have the record, and the directory publishes suspensions: which kind it was would tie the code to a name.
        content={"staff_code": held, "because": "off_duty" if because in _OFF_DUTY else because},
        assigned_to=None,
        assigned_at=None,
        claim_number=case.claim_number + 1,
    )


def hand_over(case: Consultation, to: ResidentStaff, *, by: Actor) -> Consultation:
    """Give a case to a colleague of the same institution (anybody, where the portal itself does it). The colleague's bounds
    hold as for a claim. Raises PermissionDenied, TooMany or WrongState, in words for whoever hands over."""
    with transaction.atomic():
        # The resident's row before the case's, as in a claim: their next claim, or their suspension, counts this one. The
        # portal hands over while it suspends somebody, whose row it holds: two of those must not wait for each other.
        is_active = isinstance(by, System) or _hold(to)
        case = locked(case)
        party = demand(by, Act.HAND_OVER, case)
        before = case.assigned_to
        if not isinstance(by, System) and (
            before is None or before.resident_institution_id != to.resident_institution_id
        ):
            raise PermissionDenied(_("只能移交给同一机构的驻场人员。"))
        if not is_active:  # suspended a moment ago: ``to`` was read before
            raise PermissionDenied(_("这位同事现在不在岗，请另选一位。"))
        demand_may_take(to, case, is_given=True)
        move(
            case,
            Act.HAND_OVER,
            by,
            at=clock.now(),
            party=party,
            content={"staff_code": before.code if before else "", "to_staff_code": to.code},
            assigned_to=to,
            assigned_at=clock.now(),
            claim_number=case.claim_number + 1,
        )
        if before is not None:
            MinorOpening.objects.filter(consultation=case, user=before.user).delete()
        if not isinstance(by, System):  # the portal tells itself what it handed over
            _tell_of_hand_over(case, before, to, by)
        tell_who_lets_in(case)
    return case


def _tell_of_hand_over(case: Consultation, before: ResidentStaff | None, to: ResidentStaff, by: Actor) -> None:
    """The clock runs on: whoever has the case now learns of it at once, and so does who had it, if another gave it away."""
    notify([to.user], _("一件咨询移交给了您，时限不变，请尽快查看。"), url=case.workbench_url)
    if before is not None and before.user != by:
        notify([before.user], _("您手上的一件咨询已经移交给同事。"), url="/workbench/cases/")


def release_all(staff: ResidentStaff, *, because: str) -> int:
    """Give back everything a resident owes: leave, suspension, revocation. Gives how many."""
    returned = 0
    with transaction.atomic():
        held = Consultation.objects.filter(assigned_to=staff, state__in=WITH_RESIDENT).order_by("pk")
        for case in held:
            release(case, by=SYSTEM, because=because)
            returned += 1
    return returned
