"""What staff do that the audit log keeps: sign-ins, changes of roles, publications. Wagtail's own log names what editors
do; the acts among them that the public meets are taken from there, by whatever door they came."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import GroupCollectionPermission, GroupPagePermission, ModelLogEntry, PageLogEntry
from wagtail.models.audit_log import BaseLogEntry

from portal.accounts.models import User
from portal.common.audit.models import Act
from portal.common.audit.record import record

_PUBLIC_ACTS = {
    "wagtail.publish": Act.PUBLISHED,
    "wagtail.publish.scheduled": Act.PUBLISHED,
    "wagtail.unpublish": Act.WITHDRAWN,
    "wagtail.unpublish.scheduled": Act.WITHDRAWN,
    "wagtail.delete": Act.DELETED,
}


@receiver(user_logged_in, dispatch_uid="portal.accounts.audit.in")
def signed_in(sender: Any, user: User, **_extra: Any) -> None:
    """Keep a sign-in."""
    record(Act.SIGNED_IN, actor=user)


@receiver(user_logged_out, dispatch_uid="portal.accounts.audit.out")
def signed_out(sender: Any, user: User | None, **_extra: Any) -> None:
    """Keep a sign-out; one of nobody is none."""
    if user is not None:
        record(Act.SIGNED_OUT, actor=user)


@receiver(user_login_failed, dispatch_uid="portal.accounts.audit.failed")
def sign_in_failed(sender: Any, credentials: dict[str, Any], **_extra: Any) -> None:
    """Keep a failed sign-in by the account it aimed at. Typed words that are no account are not kept: people type their
    password into the wrong box."""
    account = User.objects.filter(username=str(credentials.get("username", ""))[:150]).first()
    record(Act.SIGN_IN_FAILED, subject=account, name=account.get_username() if account else "")


@receiver(post_save, sender=PageLogEntry, dispatch_uid="portal.accounts.audit.page")
@receiver(post_save, sender=ModelLogEntry, dispatch_uid="portal.accounts.audit.model")
def published(sender: Any, instance: BaseLogEntry, created: bool, **_extra: Any) -> None:
    """Keep what made something public or took it away."""
    act = _PUBLIC_ACTS.get(instance.action)
    if created and act is not None:
        subject = f"{instance.content_type.app_label}.{instance.content_type.model}:{instance.object_id}"
        record(act, actor=instance.user, name=instance.label, details={"subject": subject})


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="portal.accounts.audit.roles")
def role_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_extra: Any
) -> None:
    """Keep who got or lost which roles, from either side, and by whom (in the admin); end that person's sessions."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if pk_set is not None and not pk_set:
        return
    done = "add" if action == "post_add" else "remove"
    if reverse:
        users = User.objects.filter(pk__in=pk_set) if pk_set is not None else instance.user_set.all()
        changes = [(user, [instance.name]) for user in users]
    else:
        groups = Group.objects.filter(pk__in=pk_set) if pk_set is not None else instance.groups.all()
        changes = [(instance, sorted(group.name for group in groups))]
    actor = get_active_log_context().user
    for user, names in changes:
        if names:
            User.objects.filter(pk=user.pk).update(session_stamp=F("session_stamp") + 1)
            user.refresh_from_db(fields=["session_stamp"])
            record(Act.ROLE_CHANGED, actor=actor, subject=user, name=user.get_username(), details={done: names})


@receiver(m2m_changed, sender=Group.permissions.through, dispatch_uid="portal.accounts.audit.permissions")
def permissions_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_extra: Any
) -> None:
    """Keep what somebody in the admin changed of what a role may do. Sowing, which nobody asked for, leaves no trace."""
    actor = get_active_log_context().user
    if actor is None or reverse or action not in ("post_add", "post_remove", "pre_clear") or pk_set == set():
        return
    held = instance.permissions.all() if pk_set is None else Permission.objects.filter(pk__in=pk_set)
    names = sorted(f"{app}.{codename}" for app, codename in held.values_list("content_type__app_label", "codename"))
    if names:
        done = "add" if action == "post_add" else "remove"
        record(Act.ROLE_CHANGED, actor=actor, subject=instance, name=instance.name, details={done: names})


@receiver([post_save, post_delete], sender=GroupPagePermission, dispatch_uid="portal.accounts.audit.page_permissions")
@receiver([post_save, post_delete], sender=GroupCollectionPermission, dispatch_uid="portal.accounts.audit.collections")
def place_changed(sender: Any, instance: Any, **signal: Any) -> None:
    """The same for what a role may do at a place: below a page, in a collection."""
    actor = get_active_log_context().user
    if actor is None:
        return
    done = "add" if "created" in signal else "remove"
    place = instance.page if isinstance(instance, GroupPagePermission) else instance.collection
    words = f"{instance.permission.codename} · {place}"
    record(Act.ROLE_CHANGED, actor=actor, subject=instance.group, name=instance.group.name, details={done: [words]})
