"""A matter of the demo: three invented people who ask the same, waiting for a resident."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from portal.accounts.models import User
from portal.common import clock
from portal.consultations.actors import Signature
from portal.consultations.demo import DemoCase, make_case
from portal.consultations.models import Consultation, RelatedMatter, ResidentStaff
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.screening.looking import LINK_MATTER

QUESTION = "小区开发商逾期交房已经半年，合同约定去年年底交付，一直没有通知收房，我们可以要求支付违约金吗？"
MORE = ("", "", "我的房子还漏水。")
KEY = "demo-matter-"


def seed_matter() -> Iterable[str]:
    """Make sure of it; may be called again. Nothing where the demo has no resident."""
    account = User.objects.filter(username="resident", is_demo=True).first()
    staff = ResidentStaff.objects.filter(user=account).first() if account is not None else None
    if staff is None or Consultation.objects.filter(submission_key__startswith=KEY).exists():
        return []
    with transaction.atomic():
        matter = RelatedMatter.objects.create(created_at=clock.now())
        for number, more in enumerate(MORE, 1):
            demo = DemoCase(f"matter-{number}", "property", f"{QUESTION}{more}", "accepted")
            case = locked(make_case(demo, staff))
            case.matter = matter
            case.save(update_fields=["matter"])
            content = {"matter": matter.pk}
            write_event(case, LINK_MATTER, Signature(ActorKind.SYSTEM), at=clock.now(), content=content)
    return []
