"""What an institution's people do: write, hand in, take back, throw away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.chinese_ids import contains_identity_number
from portal.institution_notices.models import ApplicationEvent, NoticeApplication
from portal.institution_notices.policies import demand
from portal.institution_notices.states import APPLY, TRANSITIONS, Act

WRITABLE = ("notice_kind", "title", "summary", "text", "holds_until")


def write_application(values: Mapping[str, Any], *, by: Any) -> NoticeApplication:
    """Begin an application of one's own institution; PermissionDenied for who belongs to none, ValidationError by field."""
    if not by.is_active or not by.has_perm(APPLY) or not by.institution_id:
        raise PermissionDenied(_("您的账户没有关联机构，不能申请发布。请联系管理员。"))
    with transaction.atomic():
        application = NoticeApplication(institution=by.institution, applicant=by)
        _fill(application, values)
        application.save()
        note(application, Act.WRITE, by)
    return application


def edit_application(application: NoticeApplication, values: Mapping[str, Any], *, by: Any) -> NoticeApplication:
    """Change a draft, or what was returned."""
    with transaction.atomic():
        application = locked(application)
        demand(by, Act.WRITE, application)
        _fill(application, values)
        application.applicant = by
        application.save()
        note(application, Act.WRITE, by)
    return application


def submit_application(application: NoticeApplication, *, by: Any) -> NoticeApplication:
    """Hand in."""
    with transaction.atomic():
        application = locked(application)
        demand(by, Act.SUBMIT, application)
        application.full_clean()
        application.submitted_at, application.reason = clock.now(), ""
        return move(application, Act.SUBMIT, by)


def take_back(application: NoticeApplication, *, by: Any) -> NoticeApplication:
    """Take back what nobody has decided yet."""
    with transaction.atomic():
        application = locked(application)
        demand(by, Act.TAKE_BACK, application)
        application.submitted_at = None
        return move(application, Act.TAKE_BACK, by)


def discard(application: NoticeApplication, *, by: Any) -> None:
    """Throw a draft away."""
    with transaction.atomic():
        application = locked(application)
        demand(by, Act.DISCARD, application)
        application.delete()


def locked(application: NoticeApplication) -> NoticeApplication:
    """The row as it is now, for this transaction alone."""
    return NoticeApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)


def move(application: NoticeApplication, act: Act, by: Any, reason: str = "") -> NoticeApplication:
    """Write the new state and the event; inside a transaction."""
    state = TRANSITIONS[act].leads_to
    assert state is not None
    application.state = state
    application.save()
    note(application, act, by, reason)
    return application


def note(application: NoticeApplication, act: Act, by: Any, reason: str = "") -> None:
    """Write down that somebody did something."""
    ApplicationEvent.objects.create(application=application, act=act, actor=by, reason=reason, at=clock.now())


def _fill(application: NoticeApplication, values: Mapping[str, Any]) -> None:
    for name in WRITABLE:
        if name in values:
            setattr(application, name, values[name])
    found = {
        name: _("这里像是有身份证件号码，公开的通知里不能有。请删去。")
        for name in ("title", "summary", "text")
        if contains_identity_number(str(getattr(application, name) or ""))
    }
    if found:
        raise ValidationError(found)
    application.full_clean(exclude=["institution", "applicant"])
