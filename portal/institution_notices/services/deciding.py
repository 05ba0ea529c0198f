"""What an editor does: return with a reason, refuse with a reason, approve and publish. The institution is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.editorial.models import InstitutionNotice, InstitutionNoticeIndex
from cms.wording.page_check import PageFinding, check_page
from portal.common import clock
from portal.institution_notices.models import NoticeApplication, colleagues_of
from portal.institution_notices.policies import WrongState, demand
from portal.institution_notices.services.applying import locked, move
from portal.institution_notices.states import Act
from portal.notifications.services import notify


def return_application(
    application: NoticeApplication, reason: str, *, by: Any, seen: datetime | None = None
) -> NoticeApplication:
    """Give it back to be mended."""
    return _decide(application, Act.RETURN, by, reason, seen)


def refuse_application(
    application: NoticeApplication, reason: str, *, by: Any, seen: datetime | None = None
) -> NoticeApplication:
    """Say that it will not be published."""
    return _decide(application, Act.REFUSE, by, reason, seen)


def approve_application(
    application: NoticeApplication, *, by: Any, seen: datetime | None = None, is_confirmed: bool = False
) -> NoticeApplication:
    """Publish it as a page of the notices' section, in the institution's name.

    ``is_confirmed``: the editor has looked at the words that the rules of wording ask about.
    ``seen`` is the ``updated_at`` of what the editor read: WrongState when the institution took it back and handed in something
    else since. Raises ValidationError where words must be changed (by the institution) or were not looked at: nothing is
    changed then.
    """
    section = InstitutionNoticeIndex.objects.first()
    if section is None or not section.permissions_for_user(by).can_publish_subpage():
        raise PermissionDenied(_("您没有发布机构动态与公告的权限。"))
    with transaction.atomic():
        application = locked(application)
        demand(by, Act.APPROVE, application)
        _demand_unchanged(application, seen)
        page = page_of(application)
        page.owner = by
        _settle_wording(page, by, is_confirmed)
        section.add_child(instance=page)
        page.save_revision(user=by, log_action=True).publish(user=by)
        application.page, application.decided_at = page, clock.now()
        application = move(application, Act.APPROVE, by)
        _tell(application, _("您申请发布的“%(title)s”已经发布。"))
        return application


def wording_of(application: NoticeApplication) -> list[PageFinding]:
    """What the rules of wording find in what is asked for."""
    return check_page(page_of(application))


def _settle_wording(page: InstitutionNotice, by: Any, is_confirmed: bool) -> None:
    findings = check_page(page)
    if any(row.blocks for row in findings):
        raise ValidationError(_("有必须修改的用语，不能发布。请退回机构修改。"))
    if findings and not is_confirmed:
        raise ValidationError(_("有需要核对的用语。请核对后打勾，再批准。"))
    if findings:
        page.pending_clearances = ((tuple(findings), by, ""),)


def page_of(application: NoticeApplication) -> InstitutionNotice:
    """The page an application asks for, not saved: what an editor sees before deciding."""
    return InstitutionNotice(
        title=application.title,
        live=False,
        institution=application.institution,
        notice_kind=application.notice_kind,
        summary=application.summary,
        holds_until=application.holds_until,
        source_name=application.institution.name,
        author_name=application.institution.name,
        body=[("prose", html_of(application.text))],
    )


def html_of(text: str) -> str:
    """Plain text as paragraphs: an empty line parts two, a line break stays one."""
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in paragraphs if part)


def _decide(application: NoticeApplication, act: Act, by: Any, reason: str, seen: datetime | None) -> NoticeApplication:
    reason = reason.strip()[:500]
    if not reason:
        raise ValidationError({"reason": _("请写明理由，机构会看到。")})
    with transaction.atomic():
        application = locked(application)
        demand(by, act, application)
        _demand_unchanged(application, seen)
        application.reason, application.decided_at = reason, clock.now()
        application = move(application, act, by, reason)
        words = {
            Act.RETURN: _("您申请发布的“%(title)s”已退回修改，理由见申请页面。"),
            Act.REFUSE: _("您申请发布的“%(title)s”不予发布，理由见申请页面。"),
        }
        _tell(application, words[act])
        return application


def _demand_unchanged(application: NoticeApplication, seen: datetime | None) -> None:
    if seen is not None and application.updated_at != seen:
        raise WrongState(_("机构在您打开之后改动过这份申请，请重新核对后再审核。"))


def _tell(application: NoticeApplication, words: str) -> None:
    notify(colleagues_of(application), words % {"title": application.title}, url=application.get_absolute_url())
