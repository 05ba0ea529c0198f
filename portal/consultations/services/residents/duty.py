"""Whether a resident may have cases, followed from the directory: suspended, revoked or gone from the institution there, off duty
here, at once.

``cms.directory`` says through its outbox sink that a standing may have changed; what a date brings (a suspension that begins
tomorrow, a leave) is looked for every few minutes. Each claim asks the directory once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cms.directory.catalogue import barred_on
from cms.directory.services.announcing import EVERYBODY, INSTITUTION, PRACTITIONER, STANDING_SINK
from portal.common import clock
from portal.common.outbox.registry import register_sink
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, FurtherQuestion, Leave, ResidentStaff
from portal.consultations.services.case.telling import tell_office_of, tell_supervisors
from portal.consultations.services.residents import claiming
from portal.consultations.services.residents.balancing import colleagues_for
from portal.consultations.services.residents.claiming import departed_on
from portal.consultations.states import WITH_RESIDENT, State
from portal.notifications.models import Notification
from portal.notifications.services import notify

Duty = ResidentStaff.Duty


def register() -> None:
    """Take the directory's announcements; called from ``AppConfig.ready``."""
    register_sink(STANDING_SINK, follow_directory)


def follow_directory(keys: Sequence[str]) -> None:
    """Look at the residents whom these entries of the directory concern (``practitioner:slug``, ``institution:slug``)."""
    found = _serving()
    if EVERYBODY not in keys:
        slugs = {model: [key.partition(":")[2] for key in keys if key.startswith(f"{model}:")] for model in _MODELS}
        found = found.filter(
            Q(practitioner__slug__in=slugs[PRACTITIONER])
            | Q(resident_institution__institution__slug__in=slugs[INSTITUTION])
        )
    _follow(found, clock.today())


def follow_duty() -> int:
    """Look at every resident, and give back what those hold who cannot work today; returns how many cases went back."""
    today = clock.today()
    _follow(_serving(), today)
    away = Leave.objects.filter(staff=OuterRef("pk"), begins_on__lte=today, ends_on__gte=today)
    cannot = ResidentStaff.objects.filter(
        Exists(away) | ~Q(duty=Duty.ACTIVE) | Q(resident_institution__is_active=False) | Q(user__is_active=False)
    )
    return sum(give_back(staff, because="leave") for staff in cannot.filter(Exists(_owed_by_outer())))


def give_back(staff: ResidentStaff, *, because: str) -> int:
    """Return to the queue what a resident owes, and let a colleague answer the 追问 that wait for them; returns how many
    cases left their hands. ``because`` is a code: leave, suspended, left."""
    with transaction.atomic():
        returned = claiming.release_all(staff, because=because)
        for case in Consultation.objects.filter(assigned_to=staff, state=State.ANSWERED).filter(
            Exists(_open_further())
        ):
            returned += _give_on(case)
    return returned


def suspend(staff: ResidentStaff, because: str, *, by_directory: bool = False) -> None:
    """Take a resident off duty and return what they hold, in one transaction; they and their back office are told."""
    with transaction.atomic():
        staff = _locked(staff)
        if staff.duty != Duty.ACTIVE:
            return
        staff.duty, staff.duty_because, staff.suspended_by_directory = Duty.SUSPENDED, because[:200], by_directory
        staff.save(update_fields=["duty", "duty_because", "suspended_by_directory"])
        give_back(staff, because="suspended")
        notify([staff.user], _("您的在岗状态已经暂停，手上的咨询已经交回。"), url="/workbench/")
        tell_office_of(staff, _("本机构一名驻场人员的在岗状态已经暂停。"), url="/workbench/roster/")


def restore(staff: ResidentStaff) -> None:
    """Put a suspended resident on duty again."""
    with transaction.atomic():
        staff = _locked(staff)
        if staff.duty != Duty.SUSPENDED:
            return
        staff.duty, staff.duty_because, staff.suspended_by_directory = Duty.ACTIVE, "", False
        staff.save(update_fields=["duty", "duty_because", "suspended_by_directory"])
        notify([staff.user], _("您的在岗状态已经恢复。"), url="/workbench/")


_MODELS = (PRACTITIONER, INSTITUTION)
_ASKED = 5


def _give_on(case: Consultation) -> bool:
    """Hand a 追问 that waits to whoever can take it; without anybody the supervisors are told, once."""
    for successor in colleagues_for(case)[:_ASKED]:
        try:
            claiming.hand_over(case, successor, by=SYSTEM)
        except (PermissionDenied, ValidationError):  # barred by the directory just now
            continue
        notify([successor.user], _("一件追问移交给了您。"), url=case.workbench_url)
        return True
    words = _("有一件追问没有驻场人员可以接手，请安排。")
    if not Notification.objects.filter(url=case.workbench_url, text=words).exists():
        tell_supervisors(words, case.workbench_url)
    return False


def _serving() -> QuerySet[ResidentStaff]:
    return ResidentStaff.objects.exclude(duty=Duty.LEFT).select_related(
        "practitioner", "resident_institution__institution", "user"
    )


def _follow(found: Iterable[ResidentStaff], day: date) -> None:
    """Bring duty into line with the directory: three queries, and those of who changes."""
    people = list(found)
    barred = barred_on([staff.practitioner for staff in people], day)
    closed = barred_on([staff.resident_institution.institution for staff in people], day)
    departed = departed_on(people, day)
    for staff in people:
        if staff.practitioner_id in barred:
            because = _("名录显示本人停止执业、已被吊销或者注销")
        elif staff.pk in departed:
            because = _("名录显示本人已经离开所在机构")
        elif staff.resident_institution.institution_id in closed:
            because = _("名录显示所在机构停业、已被吊销或者注销")
        else:
            because = ""
        if because and staff.duty == Duty.ACTIVE:
            suspend(staff, because, by_directory=True)
        elif not because and staff.duty == Duty.SUSPENDED and staff.suspended_by_directory:
            restore(staff)


def _locked(staff: ResidentStaff) -> ResidentStaff:
    rows = ResidentStaff.objects.select_for_update(of=("self",)).select_related("resident_institution", "user")
    return rows.get(pk=staff.pk)


def _open_further() -> QuerySet[FurtherQuestion]:
    return FurtherQuestion.objects.filter(consultation=OuterRef("pk"), answer__isnull=True)


def _owed_by_outer() -> QuerySet[Consultation]:
    further = FurtherQuestion.objects.filter(answer__isnull=True).values("consultation")
    return Consultation.objects.filter(assigned_to=OuterRef("pk")).filter(
        Q(state__in=WITH_RESIDENT) | Q(state=State.ANSWERED, pk__in=further)
    )
