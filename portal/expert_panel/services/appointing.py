"""Appointing members of the panel, changing their topics, ending terms (article 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.models import Institution, Practitioner
from portal.accounts.roles import group_of
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.expert_panel.membership import KEEP, active_members
from portal.expert_panel.models import PanelMember, PanelTerm
from portal.expert_panel.services.referring import pass_on_from
from portal.expert_panel.services.sampling import fill_samples, take_reviews_from

ROLE = "expert"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a member does, and where they belong."""

    topics: Iterable[Topic] = field(default_factory=tuple)
    institution: Institution | None = None
    practitioner: Practitioner | None = None


def appoint(user: Any, terms: Terms, *, until: date | None = None, by: Any) -> PanelMember:
    """Make an account a member from today on: a term begins, the account gets the role, and what waited for an expert is
    given out. Who was a member before is one again.

    Raises ValidationError by field, PermissionDenied.
    """
    _demand(by)
    today = clock.today()
    if not user.is_active:
        raise ValidationError({"user": _("这个账户已经停用。")})
    if user.pk == by.pk:
        raise ValidationError({"user": _("不能聘任自己，请由另一位同事办理。")})
    if _opens_every_case(user):
        raise ValidationError({"user": _("审核员和监督员能打开全部咨询，审阅就不再匿名，不能兼任专家组成员。")})
    if until is not None and until < today:
        raise ValidationError({"until": _("任期的最后一天不能早于今天。")})
    with transaction.atomic():
        member = PanelMember.objects.select_for_update().get_or_create(user=user)[0]
        live = member.terms.filter(ends_on__isnull=True) | member.terms.filter(ends_on__gte=today)
        if live.exists():
            raise ValidationError({"user": _("此人现在就是专家组成员。")})
        PanelTerm.objects.create(member=member, begins_on=today, ends_on=until, appointed_by=by)
        _set(member, terms)
        user.groups.add(group_of(ROLE))
        _log(member, by, "add")
        fill_samples()
    return member


def _opens_every_case(user: Any) -> bool:
    """Whether reviews by this account would not be blind. Asked of another copy of it: an account remembers its permissions,
    and is about to get more."""
    copy = type(user)._default_manager.get(pk=user.pk)
    return bool(copy.has_perm(MODERATE) or copy.has_perm(SUPERVISE))


def change(member: PanelMember, terms: Terms, *, by: Any) -> PanelMember:
    """Change topics, institution, entry in the directory."""
    _demand(by)
    with transaction.atomic():
        member = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
        _set(member, terms)
    return member


def end(member: PanelMember, *, by: Any) -> None:
    """End a member's service: what they hold goes to others, the account loses the role. Raises ValidationError for who has
    no term."""
    _demand(by)
    with transaction.atomic():
        member = PanelMember.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
        today = clock.today()
        live = member.terms.exclude(ends_on__lt=today)
        if not live.exists():
            raise ValidationError(_("此人已经不是专家组成员。"))
        # The last day counts, so that it was yesterday; of a term that began today nothing is left to count.
        live.filter(begins_on=today).delete()
        live.update(ends_on=today - timedelta(days=1))
        member.user.groups.remove(group_of(ROLE))
        _log(member, by, "remove")
        give_up(member)


def give_up(member: PanelMember) -> None:
    """Pass on everything that a former member still holds."""
    pass_on_from(member)
    take_reviews_from(member)


def follow_the_day() -> int:
    """Pass on what those hold whose term is over, and give out what waits; returns how many members were relieved."""
    active = active_members(clock.today()).values("pk")
    gone = PanelMember.objects.exclude(pk__in=active)
    held = gone.filter(referrals__state="forwarded") | gone.filter(
        reviews__done_at__isnull=True, reviews__ended_at__isnull=True, reviews__isnull=False
    )
    relieved = list(held.distinct())
    for member in relieved:
        give_up(member)
    fill_samples()
    return len(relieved)


def _set(member: PanelMember, terms: Terms) -> None:
    member.institution, member.practitioner = terms.institution, terms.practitioner
    member.save()
    member.topics.set(terms.topics)


def _log(member: PanelMember, by: Any, what: str) -> None:
    details = {what: [group_of(ROLE).name]}
    record(Act.ROLE_CHANGED, actor=by, subject=member.user, name=member.user.username, details=details)


def _demand(by: Any) -> None:
    if by is None or not by.is_active or not by.has_perm(KEEP):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
