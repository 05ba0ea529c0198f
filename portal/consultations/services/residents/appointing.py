"""Appointing institutions and residents from the directory, changing what they do, ending it (articles 17, 22). A code is
given once: who comes back has the one they had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.catalogue import barred_on, works_at
from cms.directory.models import Institution, Practitioner
from portal.accounts.roles import group_of
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.consultations.models import DutyShift, ResidentInstitution, ResidentStaff
from portal.consultations.services.intake.numbers import allocate_staff_code
from portal.consultations.services.residents import duty

ROLE = "resident"
KEEP = "consultations.change_residentstaff"
Duty = ResidentStaff.Duty


@dataclass(frozen=True, slots=True)
class Terms:
    """What a resident does: topics they know, whether trained for children's cases, how many at a time."""

    topics: Iterable[Topic] = field(default_factory=tuple)
    may_handle_minors: bool = False
    most_open: int = 10


def appoint_institution(institution: Institution, *, by: Any) -> ResidentInstitution:
    """Let an institution of the directory send residents; one that had ended begins anew.

    Raises ValidationError for one that may not work by the directory, or sends residents already.
    """
    _demand(by)
    today = clock.today()
    if barred_on([institution], today):
        raise ValidationError({"institution": _("名录显示这家机构停业、已被吊销或者注销，不能驻场。")})
    with transaction.atomic():
        home, is_new = ResidentInstitution.objects.select_for_update().get_or_create(
            institution=institution, defaults={"joined_on": today}
        )
        if not is_new and home.is_active:
            raise ValidationError({"institution": _("这家机构已经在驻场。")})
        if not is_new:
            home.is_active, home.left_on = True, None
            home.save(update_fields=["is_active", "left_on"])
    return home


def end_institution(home: ResidentInstitution, *, by: Any) -> None:
    """End an institution's service: all its residents retire, and what they hold goes back."""
    _demand(by)
    with transaction.atomic():
        home = ResidentInstitution.objects.select_for_update().get(pk=home.pk)
        for staff in home.staff.exclude(duty=Duty.LEFT):
            retire(staff, by=by)
        home.is_active, home.left_on = False, clock.today()
        home.save(update_fields=["is_active", "left_on"])


def appoint(
    practitioner: Practitioner, home: ResidentInstitution, user: Any, terms: Terms | None = None, *, by: Any
) -> ResidentStaff:
    """Make a practitioner a resident of their institution: the next code is theirs, the account gets role and institution.
    Who had retired has their old code again.

    Raises ValidationError by field (``practitioner``, ``user``), PermissionDenied.
    """
    _demand(by)
    today = clock.today()
    if not home.is_active:
        raise ValidationError({"resident_institution": _("这家机构已经结束驻场。")})
    if barred_on([practitioner], today):
        raise ValidationError({"practitioner": _("名录显示此人停止执业、已被吊销或者注销，不能驻场。")})
    if not works_at(practitioner, home.institution, today):
        raise ValidationError({"practitioner": _("名录显示此人现在不在这家机构执业。")})
    _demand_account(user, practitioner)
    with transaction.atomic():
        former = ResidentStaff.objects.select_for_update().filter(practitioner=practitioner).first()
        if former is not None and former.duty != Duty.LEFT:
            raise ValidationError({"practitioner": _("此人已经是驻场人员。")})
        staff = former or ResidentStaff(practitioner=practitioner, staff_code=allocate_staff_code(), joined_on=today)
        staff.user, staff.resident_institution = user, home
        staff.duty, staff.duty_because, staff.suspended_by_directory = Duty.ACTIVE, "", False
        _set_terms(staff, terms or Terms())
        user.institution = home.institution
        user.save(update_fields=["institution"])
        user.groups.add(group_of(ROLE))
        # The log says which code was given out, not to whom: the link is in the table alone.
        record(Act.ROLE_CHANGED, actor=by, subject=staff, name=staff.code, details={"add": [group_of(ROLE).name]})
    return staff


def change_terms(staff: ResidentStaff, terms: Terms, *, by: Any) -> ResidentStaff:
    """Change topics, training, limit."""
    _demand(by)
    with transaction.atomic():
        staff = ResidentStaff.objects.select_for_update().get(pk=staff.pk)
        _set_terms(staff, terms)
    return staff


def suspend(staff: ResidentStaff, because: str, *, by: Any) -> None:
    """Take a resident off duty for a reason of the portal's own; what they hold goes back."""
    _demand(by)
    if not because.strip():
        raise ValidationError({"because": _("请写明暂停的原因。")})
    duty.suspend(staff, because.strip())


def restore(staff: ResidentStaff, *, by: Any) -> None:
    """Put a suspended resident on duty again. Raises ValidationError while the directory stands against it."""
    _demand(by)
    today = clock.today()
    if barred_on([staff.practitioner], today) or barred_on([staff.resident_institution.institution], today):
        raise ValidationError(_("名录显示本人或者所在机构不能执业，不能恢复在岗。"))
    duty.restore(staff)


def retire(staff: ResidentStaff, *, by: Any) -> None:
    """End a resident's service: what they hold goes back, the account loses the role, the code stays theirs."""
    _demand(by)
    with transaction.atomic():
        staff = ResidentStaff.objects.select_for_update(of=("self",)).select_related("user").get(pk=staff.pk)
        if staff.duty == Duty.LEFT:
            raise ValidationError(_("此人已经离任。"))
        staff.duty, staff.duty_because, staff.suspended_by_directory = Duty.LEFT, "", False
        staff.save(update_fields=["duty", "duty_because", "suspended_by_directory"])
        duty.give_back(staff, because="left")
        DutyShift.objects.filter(staff=staff, begins_at__gt=clock.now()).delete()
        staff.user.groups.remove(group_of(ROLE))
        record(Act.ROLE_CHANGED, actor=by, subject=staff, name=staff.code, details={"remove": [group_of(ROLE).name]})


def _set_terms(staff: ResidentStaff, terms: Terms) -> None:
    staff.may_handle_minors, staff.most_open = terms.may_handle_minors, terms.most_open
    staff.save()
    staff.topics.set(terms.topics)


def _demand_account(user: Any, practitioner: Practitioner) -> None:
    if not user.is_active:
        raise ValidationError({"user": _("这个账户已经停用。")})
    if ResidentStaff.objects.filter(user=user).exclude(practitioner=practitioner).exists():
        raise ValidationError({"user": _("这个账户已经属于另一名驻场人员。")})


def _demand(by: Any) -> None:
    if by is None or not by.is_active or not by.has_perm(KEEP):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
