"""Cases as screening leaves them, for tests."""

from __future__ import annotations

from typing import Any

from portal.consultations.models import Consultation, ScreeningFlag
from portal.consultations.services.screening.looking import screen_case
from tests.consultations import builders

CLEAN = "公司拖欠我三个月的工资，一直说没有钱，我应该怎么办？"
PENDING = "我起诉朋友还钱，法院已经立案了，下周二开庭，我没有证据原件怎么办"
SECRET = "机密★10年 关于某部营区搬迁的通知，全文如下，请问怎么补偿"
DANGER = "老公喝了酒就打我，身上都是伤，我想离婚又怕他报复，人身安全保护令怎么申请"
OUT_OF_SCOPE = "我们小区门口的路灯坏了半个月了，晚上黑咕隆咚的，没人修"
CHILD = "我12岁，爸妈要离婚，我可以自己决定跟谁吗"


def screened(question: str = CLEAN, by: Any = None, **values: Any) -> Consultation:
    """A case just after screening."""
    case = builders.submitted(by, question=question, **values)
    screen_case(case.receipt_number)
    return Consultation.objects.get(pk=case.pk)


def flags(case: Consultation) -> dict[str, ScreeningFlag]:
    """The flags of a case by rule."""
    return {flag.rule: flag for flag in ScreeningFlag.objects.filter(consultation=case)}
