"""The forms of what a citizen does to their case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.consultations.asking.forms import ContactForm as AskedContactForm
from portal.consultations.models.choices import Score, UnsatisfiedBecause
from portal.consultations.services.citizen.acts import LONGEST
from portal.consultations.views.taking_form import TakingForm

ANOTHER = "another"
EMPTY = {"required": _("请写下内容。")}


_MASKED = {
    "other_side": _("对方是谁"),
    "wanted": _("希望得到什么帮助"),
    "fact": _("您补充的情况"),
    "further": _("您的追问"),
}
_MASKED_MAY_BE_EMPTY = {"other_side": True, "wanted": True}


class ActForm(TakingForm):
    """A form of an act: no browser's own messages, the portal's."""

    use_required_attribute = False


def _area(label: Any, hint: Any = "", rows: int = 6, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=widget, error_messages=EMPTY, **more)


class FactsForm(ActForm):
    """补充情况."""

    text = _area(_("补充的情况"), _("不必写姓名、住址、电话和证件号码。请勿填写国家秘密。"))


class MaskForm(ActForm):
    """隐去信息: the question itself and everything else that was written, to be changed; a field for each that ``initial`` has."""

    text = _area(_("您的问题"), _("把不想让律师看到的姓名、住址、电话等删去，或者改成“某某”。"), rows=10)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in self.initial:
            if name != "text":
                label = _MASKED.get(name) or _MASKED[name.partition("-")[0]]
                self.fields[name] = _area(label, rows=4, required=not _MASKED_MAY_BE_EMPTY.get(name, False))


class FurtherForm(ActForm):
    """追问."""

    text = _area(_("还有什么不明白"), _("请就这件事追问。另一件事，请另外提出咨询。"))


class RateForm(ActForm):
    """满意度测评 of the answer that was read, should another have come since."""

    answer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    score = forms.TypedChoiceField(
        label=_("您对答复满意吗"),
        choices=Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项评价。"), "invalid_choice": _("请选一项评价。")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("哪里不满意"),
        help_text=_("满意的不用选。可以选几项，也可以不选。"),
        choices=UnsatisfiedBecause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("请从列出的原因里选。")},
    )
    another = forms.ChoiceField(
        label=_("不满意的，希望谁再为您解答"),
        help_text=_("只有选了“不满意”或者“非常不满意”才用得上。答复过您的律师不会知道您是谁。"),
        choices=[("same", _("还是这位律师")), (ANOTHER, _("换一位律师"))],
        initial="same",
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("想对我们说的话"),
        help_text=_("可以不填。"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AppealForm(ActForm):
    """申请复核."""

    text = _area(_("为什么希望再看一次"), _("写一两句就可以。由作出决定以外的人复核。"), rows=5)


class EraseForm(ActForm):
    """请求删除个人信息."""

    text = _area(_("补充说明"), _("可以不填。"), rows=4, required=False)


class ContactForm(AskedContactForm, ActForm):
    """怎么告诉我: the same fields as when the question was asked, and what one may wish to hear of later."""

    tell_law_changes = forms.BooleanField(
        label=_("法律变动时告诉我"),
        required=False,
        help_text=_("答复所依据的法律以后有变动，并且律师认为需要告诉您的，发一条消息给您；办结以后也发。不选就不发。"),
    )


class ConsentForm(ActForm):
    """同意和撤回: the purpose that nothing else depends on."""

    statistics = forms.BooleanField(
        label=_("同意汇总统计，改进服务"),
        required=False,
        help_text=_("去掉勾选就是撤回：以后的统计不再计入这件咨询，不影响办理；已经公布的合计数不变。"),
    )


class ConfirmForm(ActForm):
    """Nothing but a button."""
