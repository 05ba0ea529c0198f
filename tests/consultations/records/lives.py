"""Cases with a long record: everything that leaves a text or a file in one."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.consultations.models import Consultation
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import masking
from portal.consultations.services.intake import attaching
from portal.consultations.services.screening import refusing
from tests.consultations import builders
from tests.core.uploads import picture


def long_life() -> Consultation:
    """Asked, masked, a file added, facts asked for and given, deferred, answered, asked further, answered, rated."""
    case = builders.claimed(other_side="示范公司", wanted="拿回工资")
    citizen, by = builders.asker(case), case.assigned_to.user
    masking.mask(case, {masking.QUESTION: "公司拖欠三个月工资，怎么要回来？"}, by=citizen)
    attaching.attach_to_case(case, [SimpleUploadedFile("合同.png", picture("PNG"))], by=citizen)
    instead.ask_citizen(case, "请补充合同的签订时间。", by=by)
    citizen_acts.give_facts(case, "去年三月签的。", by=citizen)
    builders.first_answer(fresh(case))
    citizen_acts.ask_further(case, "公司注销了怎么办？", by=citizen)
    latest = answering.answer(case, WrittenAnswer(conclusion="可以向股东主张。"), by=by)
    citizen_acts.rate(case, latest, 4, "谢谢", by=citizen)
    return fresh(case)


def appealed() -> Consultation:
    """Refused, appealed, accepted after all."""
    case = builders.refused()
    refusing.appeal(case, "我的案子还没有立案。", by=builders.asker(case))
    refusing.decide_appeal(case, is_granted=True, explanation="确实没有立案。", by=builders.person("moderator"))
    return fresh(case)


def fresh(case: Any) -> Consultation:
    """The case as it lies there now."""
    return Consultation.objects.get(pk=case.pk)
