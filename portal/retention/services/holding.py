"""依法保存: placing a hold on cases and on complaints without a case, and releasing it by another person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint
from portal.complaints.services.moving import locked as locked_complaint
from portal.consultations.actors import signature_of
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import BACKEND
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.notifications.services import notify
from portal.retention.models import HeldCase, HeldComplaint, LegalHold

PLACE = "retention.place_hold"
MOST = 1000


@dataclass(frozen=True, slots=True)
class Which:
    """What a hold is for: cases by number, or all that fit every filter that is given; by number alone, complaints without a
    case too."""

    numbers: tuple[str, ...] = ()
    institution: Any = None
    topic: Any = None
    matter: Any = None
    asked_from: date | None = None
    asked_until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: no hold is for everything by mistake."""
        return not any((self.numbers, self.institution, self.topic, self.matter, self.asked_from, self.asked_until))


def held_by(which: Which, by: Any) -> tuple[QuerySet[Consultation], QuerySet[Complaint]]:
    """The cases, and the complaints without a case, that somebody may open among those that fit. Raises ValidationError for a
    number that is none of them."""
    if which.is_empty:
        raise ValidationError(_("请写咨询编号，或者选择筛选条件。"))
    found, complaints = cases_of_staff(by), Complaint.objects.none()
    if which.numbers:
        numbers = {normalised_receipt_number(number) for number in which.numbers}
        found = found.filter(receipt_number__in=numbers)
        if which == Which(which.numbers):
            alone = Complaint.objects.visible_to(by).filter(consultation__isnull=True)
            complaints = alone.filter(number__in=numbers).order_by("pk")
        missing = numbers - set(found.values_list("receipt_number", flat=True))
        missing -= set(complaints.values_list("number", flat=True))
        if missing:
            raise ValidationError({"numbers": _("没有这个咨询编号：%s") % "、".join(sorted(missing))})
    if which.institution is not None:
        found = found.filter(assigned_to__resident_institution=which.institution)
    if which.topic is not None:
        found = found.filter(topic=which.topic)
    if which.matter is not None:
        found = found.filter(matter=which.matter)
    if which.asked_from is not None:
        found = found.filter(submitted_at__gte=_midnight(which.asked_from))
    if which.asked_until is not None:
        found = found.filter(submitted_at__lt=_midnight(which.asked_until + timedelta(days=1)))
    return found.order_by("pk"), complaints


def place(which: Which, authority: str, document_number: str, reason: str, *, by: Any) -> LegalHold:
    """Hold cases and complaints: none of them is purged until another person releases the hold. Raises PermissionDenied,
    ValidationError."""
    _demand(by)
    if not authority.strip() or not reason.strip():
        raise ValidationError(_("请写明要求保存的机关和原因。"))
    found = held_by(which, by)
    cases, complaints = list(found[0][: MOST + 1]), list(found[1][: MOST + 1])
    count = len(cases) + len(complaints)
    if not count or count > MOST:
        raise ValidationError(_("符合条件的有%d件；一次最少1件，最多%d件。") % (count, MOST))
    with transaction.atomic():
        at = clock.now()
        hold = LegalHold.objects.create(
            authority=authority.strip(),
            document_number=document_number.strip(),
            reason=reason.strip(),
            placed_by=by,
            placed_at=at,
        )
        for case in cases:
            row = locked(case)
            HeldCase.objects.create(hold=hold, consultation=row)
            _write(row, "legal_hold", hold, by, at)
        for complaint in complaints:
            HeldComplaint.objects.create(hold=hold, complaint=locked_complaint(complaint))
        record(Act.HOLD_PLACED, actor=by, subject=hold, name=str(hold), details={"rows": count})
        _tell(hold, _("%(count)d件咨询或者投诉已经列为依法保存，不会清理。") % {"count": count}, but=by)
    return hold


def release(hold: LegalHold, reason: str, *, by: Any) -> LegalHold:
    """End a hold. Never by who placed it, nor by who asked one of its questions or is complained of in it. Raises
    PermissionDenied, ValidationError."""
    _demand(by)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明解除的原因。")})
    with transaction.atomic():
        row = LegalHold.objects.select_for_update().get(pk=hold.pk)
        if row.placed_by_id == by.pk:
            raise PermissionDenied(_("解除要由另一个人办理。"))
        if concerns(row, by):
            raise PermissionDenied(_("其中有您自己提出的咨询，或者和您有关的投诉，由另一个人办理。"))
        if row.released_at is not None:
            raise ValidationError(_("这项依法保存已经解除，请刷新。"))
        row.released_by, row.released_at, row.release_reason = by, clock.now(), reason.strip()
        row.save()
        for case in row.cases.order_by("pk"):
            _write(locked(case), "release_hold", row, by, row.released_at)
        record(Act.HOLD_RELEASED, actor=by, subject=row, name=str(row))
        _tell(row, _("一项依法保存已经解除。"), but=by)
    return row


def concerns(hold: LegalHold, by: Any) -> bool:
    """Whether a case of a hold is somebody's own question, or a complaint of it about them or theirs."""
    if hold.cases.filter(citizen=by).exists():
        return True
    return hold.complaints.exclude(pk__in=Complaint.objects.not_concerning(by).values("pk")).exists()


def holds_of(case: Consultation) -> QuerySet[LegalHold]:
    """The holds a case is under now."""
    return LegalHold.objects.filter(held__consultation=case, released_at__isnull=True)


def _write(case: Consultation, act: str, hold: LegalHold, by: Any, at: datetime) -> None:
    write_event(case, act, signature_of(by, ActorKind.SUPERVISOR), at=at, content={"hold": hold.pk})


def _demand(by: Any) -> None:
    if not getattr(by, "is_active", False) or not by.has_perm(PLACE):
        raise PermissionDenied


def _tell(hold: LegalHold, words: str, *, but: Any) -> None:
    people: Iterable[Any] = get_user_model().objects.with_perm(PLACE, backend=BACKEND).exclude(pk=but.pk)
    notify(people, words, url=f"/workbench/holds/{hold.pk}/")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
