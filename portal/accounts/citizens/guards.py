"""Citizens' accounts and staff's never mix: no role for a citizen, no citizen's account for staff, by whatever door."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.models import User


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="portal.accounts.citizens.no_role")
@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="portal.accounts.citizens.no_permission")
def no_role_for_a_citizen(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_extra: Any
) -> None:
    """Refuse before anything is written."""
    if action != "pre_add" or not pk_set:
        return
    users = User.objects.filter(pk__in=pk_set) if reverse else User.objects.filter(pk=instance.pk)
    if users.filter(citizen__isnull=False).exists():
        raise PermissionDenied(_("公众账户不能有工作人员的角色或者权限。"))


@receiver(pre_save, sender=CitizenProfile, dispatch_uid="portal.accounts.citizens.no_staff")
def no_citizen_among_the_staff(sender: Any, instance: CitizenProfile, **_extra: Any) -> None:
    """Refuse a profile for an account that has a password, a role or more."""
    if instance.pk is not None:
        return
    user = instance.user
    is_staffs = user.has_usable_password() or user.is_superuser or user.is_staff or user.institution_id
    if is_staffs or Group.objects.filter(user=user).exists():
        raise PermissionDenied(_("工作人员的账户不能用作公众账户。"))
