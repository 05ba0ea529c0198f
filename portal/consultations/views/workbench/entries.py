"""The rooms of the message board on the workbench's landing page, with what waits in each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry
from portal.consultations.models import Consultation, FurtherQuestion, ShiftSwap
from portal.consultations.models.querysets import ANSWER, APPROVE_OPENING, MODERATE, SUPERVISE, SUPPORT
from portal.consultations.policies import resident_of
from portal.consultations.services.citizen.erasing import open_requests
from portal.consultations.services.residents.appointing import KEEP
from portal.consultations.services.residents.balancing import takeable_by
from portal.consultations.services.screening.minors import holders_waiting
from portal.consultations.services.screening.queue import CHANGE_AUTHORITIES, waiting_for
from portal.consultations.states import WITH_RESIDENT, State
from portal.consultations.views.asking.entering import ENTER_FOR_OTHERS


def in_the_queue(user: Any) -> int:
    """How many cases a resident could take."""
    staff = resident_of(user)
    return takeable_by(staff).count() if staff is not None else 0


def owed(user: Any) -> int:
    """How many cases a resident owes something, 追问 included."""
    further = FurtherQuestion.objects.filter(answer__isnull=True).values("consultation")
    own = Consultation.objects.filter(assigned_to__user=user)
    return (own.filter(state__in=WITH_RESIDENT) | own.filter(state=State.ANSWERED, pk__in=further)).count()


def asked_to_swap(user: Any) -> int:
    """How many colleagues wait for an answer."""
    return ShiftSwap.objects.filter(asked__user=user, state="open").count()


def to_be_let_in(_user: Any) -> int:
    """How many holders of children's cases wait to be let in."""
    return holders_waiting().count()


def to_be_screened(user: Any) -> int:
    """How many questions wait for a moderator."""
    return waiting_for(user).count()


def to_be_erased(user: Any) -> int:
    """How many requests to erase wait for a decision."""
    return open_requests(user).count()


def _register() -> None:
    add_entry("case-queue", _("等待接办的咨询"), "queue/", ANSWER, 10, in_the_queue, counted=_("%(count)d 件可以接办"))
    add_entry("own-cases", _("我办理的咨询"), "cases/", ANSWER, 20, owed)
    add_entry("office-cases", _("本机构办理的咨询"), "cases/", SUPPORT, 20)
    add_entry("all-cases", _("全部咨询"), "cases/", MODERATE, 20)
    add_entry("supervised-cases", _("全部咨询"), "cases/", SUPERVISE, 20)
    add_entry(
        "own-roster", _("值班和请假"), "roster/", ANSWER, 30, asked_to_swap, counted=_("%(count)d 项换班请您答复")
    )
    add_entry("office-roster", _("本机构排班"), "roster/", SUPPORT, 30)
    add_entry("own-templates", _("答复模板"), "templates/", ANSWER, 35)
    add_entry("office-templates", _("本机构答复模板"), "templates/", SUPPORT, 35)
    add_entry("own-figures", _("我的办理情况"), "figures/", ANSWER, 40)
    add_entry("screening", _("审核和复核"), "screening/", MODERATE, 5, to_be_screened)
    add_entry("second-looks", _("复核、隔离和危险提示"), "screening/", SUPERVISE, 5, to_be_screened)
    add_entry("authorities", _("有关机关"), "authorities/", CHANGE_AUTHORITIES, 60)
    add_entry("erasures", _("删除个人信息的请求"), "erasures/", MODERATE, 55, to_be_erased)
    add_entry("supervised-erasures", _("删除个人信息的请求"), "erasures/", SUPERVISE, 55, to_be_erased)
    add_entry("minor-openings", _("未成年人咨询的查阅批准"), "minors/", APPROVE_OPENING, 50, to_be_let_in)
    add_entry("enter-case", _("录入电话、窗口咨询"), "enter/", ENTER_FOR_OTHERS, 25)
    add_entry("residents", _("驻场机构和驻场人员"), "residents/", KEEP, 60)


_register()
