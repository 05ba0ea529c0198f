"""Forms of the moderators. Each begins with words that can be sent as they are; the services check and save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.wording.patterns import PatternError, lines_of
from portal.consultations.models import Authority, Consultation
from portal.consultations.models.choices import RefusalReason
from portal.consultations.screening.asked import REFUSABLE
from portal.consultations.screening.passages import forms_of
from portal.consultations.views.taking_form import TakingForm

FIRST_WORDS: dict[str, tuple[Any, Any]] = {
    # Why, in plain words; where to go instead.
    RefusalReason.OUT_OF_SCOPE: (
        _("您问的事要由有关机关办理。本网只解答法律问题，不能代替机关办理。"),
        _("请联系下面写明的机关。遇到法律问题，欢迎再来咨询，也可以拨打12348。"),
    ),
    RefusalReason.ABUSE: (
        _("您写的内容里，没有看到要解答的法律问题。"),
        _("有法律问题的，请写清发生了什么、想解决什么，重新提出；也可以拨打12348。"),
    ),
    RefusalReason.NOT_GENUINE_NEED: (
        _("看来不是您本人、亲友或者所在单位遇到的事。网上咨询要留给正遇到法律问题的人。"),
        _("学习研究可以使用本网的法律法规查询和法律知识问答。您或者亲友遇到问题，欢迎再来咨询，也可以拨打12348。"),
    ),
    RefusalReason.REPEATED_QUESTION: (
        _("同一件事已经为您解答过，这次没有看到新的情况。"),
        _("请查看原来的解答；有新情况或者看不明白的，可以在原来的咨询里追问，也可以拨打12348。"),
    ),
    RefusalReason.PENDING_CASE: (
        _("您说的事正在诉讼或者由有关机关办理。案情只有承办的人全面了解，网上的意见可能不准，所以不在网上解答。"),
        _("请向承办人员了解进展，也可以找值班律师，申请法律援助，或者拨打12348。"),
    ),
}


class ActForm(TakingForm):
    """A form of an act on a case; ``wanted`` is what the address asks to begin with."""

    def __init__(self, data: Any = None, *, case: Consultation, wanted: str = "") -> None:
        super().__init__(data, initial=self.first(case, wanted) if data is None else None)
        self.case = case

    def first(self, case: Consultation, wanted: str) -> dict[str, Any]:
        """What it begins with."""
        return {}


class RefuseForm(ActForm):
    """不予解答."""

    reason = forms.ChoiceField(
        label=_("理由"),
        choices=[("", _("请选择")), *RefusalReason.choices],
        error_messages={"required": _("请选一个理由。")},
    )
    authority = forms.ModelChoiceField(
        Authority.objects.none(),
        label=_("咨询人可以找的机关"),
        required=False,
        empty_label=_("不指明"),
        help_text=_("不属于本网业务范围的，必须选（规范第二十八条）。"),
    )
    explanation = forms.CharField(
        label=_("为什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("用大白话写。不能说时效或者期限已经过了。"),
        error_messages={"required": _("请用大白话写明为什么，咨询人会看到。")},
    )
    instead = forms.CharField(
        label=_("还可以怎么办"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明咨询人还可以怎么办。")},
    )

    def __init__(self, data: Any = None, *, case: Consultation, wanted: str = "") -> None:
        super().__init__(data, case=case, wanted=wanted)
        field: Any = self.fields["authority"]
        field.queryset = Authority.objects.filter(is_active=True)

    def first(self, case: Consultation, wanted: str) -> dict[str, Any]:
        """The reason asked for, else that of a resident's proposal, else that of a flag; with the words for it."""
        rows: Any = case
        proposal = rows.proposals.filter(is_confirmed__isnull=True).last()
        flag = rows.flags.filter(rule__in=[rule.value for rule in REFUSABLE]).exclude(verdict="disagreed").first()
        reason = wanted or (proposal.reason if proposal else flag.rule if flag else "")
        if reason not in FIRST_WORDS:
            return {}
        explanation, instead = FIRST_WORDS[reason]
        authority = proposal.authority if proposal else flag.authority if flag else None
        return {"reason": reason, "explanation": explanation, "instead": instead, "authority": authority}


class AskForm(ActForm):
    """What the citizen is asked for."""

    text = forms.CharField(
        label=_("请咨询人做什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("用大白话写，一次写全。例如：请隐去对方的姓名和身份证号；请说明事情发生在哪一天。"),
        error_messages={"required": _("请写明需要补充或者隐去什么。")},
    )

    def first(self, case: Consultation, wanted: str) -> dict[str, Any]:
        """Words for hiding what was found."""
        rows: Any = case
        if rows.flags.filter(rule="personal_data").exclude(verdict="disagreed").exists():
            return {"text": _now("您的问题里有姓名、号码或者住址等个人信息，解答用不着。请隐去后再提交。")}
        return {}


class ReportForm(ActForm):
    """A report to the authorities."""

    told = forms.CharField(
        label=_("向哪个机关报告"), max_length=100, error_messages={"required": _("请写明向哪个机关报告。")}
    )
    note = forms.CharField(
        label=_("报告了什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("什么时间、怎么报告的、对方怎么答复。加密保存。"),
        error_messages={"required": _("请写明报告了什么、怎么报告的。")},
    )


class SecondLookForm(ActForm):
    """The one appeal."""

    decision = forms.ChoiceField(
        label=_("复核决定"),
        choices=[("grant", _("受理，交驻场人员解答")), ("uphold", _("维持不予解答"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个决定。")},
    )
    explanation = forms.CharField(
        label=_("理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("咨询人会看到。维持的，请回应咨询人提出的理由。"),
        error_messages={"required": _("请写明复核的理由，咨询人会看到。")},
    )


class AuthorityForm(forms.ModelForm):
    """有关机关 (article 28)."""

    website = forms.URLField(label=_("网站"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Authority
        fields: tuple[str, ...] = (
            "name",
            "matters",
            "telephone",
            "address",
            "website",
            "opening_hours",
            "hints",
            "is_active",
            "position",
        )
        widgets = {
            "matters": forms.Textarea(attrs={"rows": 2}),
            "hints": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "hints": _(
                "每行一条：写普通的词；* 代表中间隔几个字；[甲|乙] 代表其中一个。"
                "写只有这个机关能办的请求，例如“路灯*[坏了|不亮]”。问到法律怎么规定的，不会转告机关。"
            )
        }

    def clean_hints(self) -> str:
        """Lines that can be read; what is wrong with one is said in words."""
        lines = lines_of(self.cleaned_data["hints"])
        try:
            forms_of(lines)
        except PatternError as error:
            raise ValidationError(str(error)) from error
        return "\n".join(lines)


class NewAuthorityForm(AuthorityForm):
    """One more; its code stands in its address."""

    class Meta(AuthorityForm.Meta):
        fields = ("code", *AuthorityForm.Meta.fields)
