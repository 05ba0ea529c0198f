"""The questions, one form a screen. Each says in plain words what is wrong; services check once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.form_fields import DayField
from portal.common.phone_numbers import WrongPhoneNumber, mobile_number
from portal.common.redaction import find_personal_data
from portal.consultations.models.choices import AgeBand, ForWhom, Guardian, Happened, InProceedings
from portal.consultations.purposes import PURPOSES
from portal.consultations.services.intake.submitting import LONGEST_QUESTION, SHORTEST_QUESTION

CHOOSE = gettext_lazy("请选一项。不确定也可以选“不确定”“不知道”这一类。")
PICK_ONE = gettext_lazy("请选一项。")
WANTS: tuple[tuple[str, Any], ...] = (
    ("law", gettext_lazy("法律是怎么规定的")),
    ("steps", gettext_lazy("下一步该怎么办、去哪里办")),
    ("money", gettext_lazy("能不能要回钱、得到赔偿")),
    ("papers", gettext_lazy("要准备哪些证据和材料")),
)
DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


class StepForm(forms.Form):
    """A screen. ``is_whole`` says that the label of its first field is the screen's heading."""

    is_whole = False

    def __init__(self, data: Any = None, *, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today


def _radio(label: Any, choices: Any, hint: Any = "", error: Any = CHOOSE) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, help_text=hint, error_messages={"required": error}
    )


def _day(label: Any) -> DayField:
    return DayField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("日期请写成 2026-10-08 这样。")},
    )


class QuestionForm(StepForm):
    """The question, in one's own words."""

    question = forms.CharField(
        label=gettext_lazy("您遇到了什么事？"),
        help_text=gettext_lazy(
            "用平常的话写：发生了什么，对方怎么说，您最想知道什么。不用写姓名、住址、电话和证件号码；请勿填写国家秘密。"
        ),
        widget=forms.Textarea(attrs={"rows": 9, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请写下您的问题。")},
    )

    in_danger = forms.BooleanField(
        label=gettext_lazy("我或者身边的人现在有危险"),
        required=False,
        help_text=gettext_lazy("勾选以后，马上告诉您打哪些电话，并请工作人员先看。"),
    )

    def clean_question(self) -> str:
        """Not too short to be answered, not too long to be read."""
        question = self.cleaned_data["question"].strip()
        if len(question) < SHORTEST_QUESTION:
            raise forms.ValidationError(_("请把事情写得再具体一些，至少%d个字。") % SHORTEST_QUESTION)
        if len(question) > LONGEST_QUESTION:
            raise forms.ValidationError(
                _("问题最多%(most)d个字，现在有%(now)d个。太长的材料可以在后面作为附件上传。")
                % {"most": LONGEST_QUESTION, "now": len(question)}
            )
        return question


class ProceedingsForm(StepForm):
    """Whether it is in court or being handled (article 31)."""

    is_whole = True
    in_proceedings = _radio(
        gettext_lazy("是不是已经在打官司，或者有机关正在办理？"),
        InProceedings.choices,
        gettext_lazy("例如法院、仲裁委已经立案。只是报过警、投诉过、打过12345、正在协商，都选“没有”。"),
    )


class WhenForm(StepForm):
    """When it happened."""

    is_whole = True

    happened = _radio(gettext_lazy("什么时候发生的？"), Happened.choices, gettext_lazy("记不清就写大概的日期。"))
    happened_from = _day(gettext_lazy("哪一天（或者从哪一天起）"))
    happened_until = _day(gettext_lazy("到哪一天为止"))

    def clean(self) -> dict[str, Any]:
        """The days that go with the choice; none lies ahead, none is left over from another choice."""
        cleaned = super().clean() or {}
        happened, first, last = (cleaned.get(name) for name in ("happened", "happened_from", "happened_until"))
        if happened in (Happened.DATE, Happened.PERIOD) and not first and "happened_from" not in self.errors:
            self.add_error("happened_from", _("请填日期，大概的也可以；不记得就选“不记得”。"))
        if happened == Happened.PERIOD and not last and "happened_until" not in self.errors:
            self.add_error("happened_until", _("请填到哪一天为止；还没有结束就选“仍在持续”。"))
        for name, day in (("happened_from", first), ("happened_until", last)):
            if day and self.today and day > self.today and happened != Happened.UNKNOWN:
                self.add_error(name, _("这一天还没有到。还没有发生的，选“不记得，或者还没有发生”。"))
        if happened == Happened.PERIOD and first and last and last < first:
            self.add_error("happened_until", _("结束的日期早于开始的日期，请核对。"))
        if happened == Happened.UNKNOWN:
            cleaned["happened_from"] = None
        if happened != Happened.PERIOD:
            cleaned["happened_until"] = None
        return cleaned


class WhereForm(StepForm):
    """The district, no more."""

    is_whole = True
    place = forms.CharField(
        label=gettext_lazy("在哪里发生的？"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("写到省、市、区就行，例如：北京市朝阳区。不写门牌。不想说可以不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "districts"}),
        error_messages={"max_length": gettext_lazy("写到省、市、区就行，最多40个字。")},
    )

    def clean_place(self) -> str:
        """No house and no number: every resident sees the place before any of them takes the case."""
        place = str(self.cleaned_data["place"])
        if find_personal_data(place):
            raise forms.ValidationError(_("写到省、市、区就行，请不要写门牌、姓名和号码。"))
        return place


class ForWhomForm(StepForm):
    """Whose need it is (article 29)."""

    is_whole = True
    for_whom = _radio(gettext_lazy("您为谁问？"), ForWhom.choices, error=PICK_ONE)


class AgeForm(StepForm):
    """An age band, no birthday."""

    is_whole = True
    age_band = _radio(
        gettext_lazy("当事人多大年纪？"),
        AgeBand.choices,
        gettext_lazy("当事人就是遇到这件事的人。我们对未成年人和老年人有专门的保护和帮助。"),
    )


class GuardianForm(StepForm):
    """For somebody under 14."""

    guardian = _radio(
        gettext_lazy("监护人同意提问吗？"), [choice for choice in Guardian.choices if choice[0]], error=PICK_ONE
    )


class TopicForm(StepForm):
    """The field of life; ``suggested`` come first and are named apart."""

    topic = forms.ChoiceField(
        label=gettext_lazy("是哪方面的事情？"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("选一个最接近的，选错了不要紧。"),
        error_messages={"required": CHOOSE, "invalid_choice": PICK_ONE},
    )

    def __init__(self, data: Any = None, *, topics: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast(forms.ChoiceField, self.fields["topic"]).choices = topics


class OtherSideForm(StepForm):
    """Who is on the other side, for the conflict check; may be left out."""

    is_whole = True
    other_side = forms.CharField(
        label=gettext_lazy("对方是谁？"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "人名或者单位名称。只用来避免把您的问题交给与对方有关系的律师，不公开。不知道、不想说，可以不填。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WantedForm(StepForm):
    """What help is wished for."""

    is_whole = True

    wants = forms.MultipleChoiceField(
        label=gettext_lazy("您希望得到什么帮助？"),
        required=False,
        choices=WANTS,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("可以多选，也可以不选。"),
    )
    wanted = forms.CharField(
        label=gettext_lazy("还有别的，请写下来"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )

    @classmethod
    def words(cls, cleaned: dict[str, Any]) -> str:
        """What was wished for, as one text."""
        labels = [str(label) for code, label in WANTS if code in cleaned.get("wants", ())]
        return "；".join([*labels, *filter(None, [cleaned.get("wanted", "").strip()])])


class ContactForm(StepForm):
    """How to be told, when it is safe, and a safe contact for a lost passphrase. Everything may be left empty."""

    phone = forms.CharField(
        label=gettext_lazy("发短信到这个手机号码"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("短信只说“您有一条新的消息”，不提法律，不提您的问题。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("发邮件到这个邮箱"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("请核对邮箱地址，例如 name@example.com。")},
    )
    safe_from = forms.TimeField(
        label=gettext_lazy("从几点起可以联系"),
        required=False,
        help_text=gettext_lazy("手机可能被别人看到的，请填安全的时间。不填：夜里不打扰。"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    safe_until = forms.TimeField(
        label=gettext_lazy("到几点为止"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    safe_contact = forms.CharField(
        label=gettext_lazy("找回查询码的安全联系方式"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("查询码丢了，只能用它找回。请填只有您自己看得到的手机号或者邮箱。可以不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        """A mobile number as it is stored, however it was written."""
        return _mobile(self.cleaned_data["phone"])

    def clean_safe_contact(self) -> str:
        """A mobile number or an address."""
        typed = self.cleaned_data["safe_contact"].strip()
        if not typed:
            return ""
        if "@" in typed:
            return str(forms.EmailField(error_messages={"invalid": _("请核对邮箱地址。")}).clean(typed))
        return _mobile(typed)

    def clean(self) -> dict[str, Any]:
        """Safe times come in pairs."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("safe_from"), cleaned.get("safe_until")
        if (first is None) != (last is None) and not {"safe_from", "safe_until"} & set(self.errors):
            self.add_error("safe_until" if last is None else "safe_from", _("请把从几点到几点都填上，或者都不填。"))
        return cleaned


class _AgreedForm(StepForm):
    """Something that is agreed to: the version that was shown must be the one that holds now."""

    version_field = ""

    def __init__(self, data: Any = None, *, version: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.version = version
        self.initial = {**self.initial, self.version_field: version}

    def clean(self) -> dict[str, Any]:
        """Ask again where a new version came in between."""
        cleaned = super().clean() or {}
        if cleaned.get(self.version_field, "") != self.version:
            shown = cast(QueryDict, self.data).copy()
            shown[self.version_field] = self.version
            self.data = shown
            raise forms.ValidationError(_("这一页的文字刚刚有了新的版本，请重新读一遍再确认。"))
        return cleaned


class NoticeForm(_AgreedForm):
    """The risk notice, acknowledged (article 18)."""

    version_field = "notice_version"
    notice_version = forms.CharField(required=False, widget=forms.HiddenInput)
    notice_seen = forms.BooleanField(
        label=gettext_lazy("我已阅读，知道法律咨询意见仅供参考"),
        error_messages={"required": gettext_lazy("请先读完提示，再勾选。")},
    )


class ConsentForm(_AgreedForm):
    """Agreement and consent by purpose (articles 34, 35; each purpose a box of its own)."""

    version_field = "agreement_version"
    agreement_version = forms.CharField(required=False, widget=forms.HiddenInput)
    agreement = forms.BooleanField(
        label=gettext_lazy("我同意服务协议和免责声明"),
        error_messages={
            "required": gettext_lazy("不同意服务协议就不能在网上提问。您可以用其他方式咨询，见下面的链接。")
        },
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for purpose in PURPOSES:
            self.fields[f"purpose_{purpose.code}"] = forms.BooleanField(
                label=str(purpose.label),
                required=purpose.is_required,
                help_text=_("用到：%(data)s。依据：%(basis)s。") % {"data": purpose.data, "basis": purpose.basis},
                error_messages={
                    "required": _("没有这一项就不能解答您的问题。不同意的，可以用其他方式咨询，见下面的链接。")
                },
            )

    @classmethod
    def purposes(cls, cleaned: dict[str, Any]) -> list[str]:
        """The codes of what was agreed to."""
        return [purpose.code for purpose in PURPOSES if cleaned.get(f"purpose_{purpose.code}")]


def _mobile(typed: str) -> str:
    if not typed.strip():
        return ""
    try:
        return mobile_number(typed)
    except WrongPhoneNumber as wrong:
        raise forms.ValidationError(str(wrong)) from wrong
