"""An institution of the demo with somebody who applies for it, and one application that waits for an editor."""

from __future__ import annotations

from datetime import date

from cms.directory.models import Institution
from portal.accounts.models import User
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.services.applying import submit_application, write_application

PEOPLE = ("institution_publisher", "back_office")
APPLICATION = {
    "notice_kind": "notice",
    "title": "示范：国庆期间值班安排",
    "summary": "国庆期间照常接待，时间有调整。（示范内容）",
    "text": "国庆期间，本机构照常接待来访，时间为上午九点到下午四点。\n\n紧急事项请拨打 12348。\n\n"
    "（本网编写的示范内容，不是真实的通知。）",
}


def seed_applications(today: date) -> None:
    """Tie the demo's people to one institution of the demo; may be called again. Nothing where there is no directory."""
    institution = Institution.objects.public_on(today).filter(kind="law_firm").order_by("pk").first()
    if institution is None:
        return
    accounts = User.objects.filter(username__in=PEOPLE, is_demo=True)
    accounts.filter(institution__isnull=True).update(institution=institution)
    publisher = User.objects.filter(username=PEOPLE[0], is_demo=True).first()
    if publisher is not None and not NoticeApplication.objects.filter(institution=publisher.institution_id).exists():
        submit_application(write_application(APPLICATION, by=publisher), by=publisher)
