"""The forms of who complains."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.complaints.choices import About
from portal.complaints.services.filing import LONGEST, LONGEST_CONCERNING, Written, codes_of
from portal.complaints.services.handling import LONGEST as LONGEST_WORD
from portal.consultations.models import Consultation
from portal.consultations.views.taking_form import TakingForm


class FilingForm(TakingForm):
    """What every complaint asks."""

    use_required_attribute = False
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=_("投诉什么"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。"), "invalid_choice": _("请选一项。")},
    )
    staff_code = forms.CharField(label=_("律师的统一编号"), required=False)
    concerning = forms.CharField(
        label=_("哪一家机构，或者哪一页"),
        help_text=_("投诉机构的，写机构名称；投诉公开内容的，写标题或者网址。其他的不用填。"),
        max_length=LONGEST_CONCERNING,
        required=False,
    )
    text = forms.CharField(
        label=_("发生了什么，您希望怎样处理"),
        help_text=_("写清楚时间和经过就可以。不必写自己的姓名和住址，请勿填写国家秘密。"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("请写下发生了什么。")},
    )
    consent = forms.BooleanField(
        label=_("我同意本网为办理这件投诉处理我填写的信息"),
        required=False,
        help_text=_("只用来办理这件投诉，加密保存，保存不少于二年；被投诉的人和机构看不到您是谁。"),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.initial.setdefault("key", secrets.token_hex(16))

    @property
    def written(self) -> Written:
        """What was written; the service says what is missing."""
        said = self.cleaned_data
        return Written(
            about=said["about"],
            text=said["text"],
            submission_key=said["key"],
            has_consented=said["consent"],
            staff_code=said.get("staff_code", "").strip().upper(),
            concerning=said.get("concerning", ""),
            contact=said.get("contact", ""),
        )


class PublicForm(FilingForm):
    """A complaint without a case."""

    staff_code = forms.CharField(
        label=_("律师的统一编号"),
        help_text=_("投诉律师才要填。字母F和六位数字，在答复的上面。"),
        max_length=20,
        required=False,
    )
    contact = forms.CharField(
        label=_("手机号码或者电子邮箱"),
        help_text=_("可以不填。填了，有进展会发一条不写内容的消息；有了结果、过了可以复查的时间，就从本网删除。"),
        max_length=254,
        required=False,
    )
    field_order = ("key", "about", "staff_code", "concerning", "text", "contact", "consent")


class CaseForm(FilingForm):
    """A complaint about what was done in one's own case: the codes are those one has met there."""

    staff_code = forms.ChoiceField(  # type: ignore[assignment]  # the same field, chosen instead of typed
        label=_("哪一位律师"),
        help_text=_("投诉律师或者律师所在机构的，请选。"),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, case: Consultation, **more: Any) -> None:
        super().__init__(data, **more)
        codes = codes_of(case)
        field: Any = self.fields["staff_code"]
        field.choices = [(code, code) for code in codes]
        if not codes:
            del self.fields["staff_code"]
            about: Any = self.fields["about"]
            about.choices = [choice for choice in About.choices if choice[0] != About.RESIDENT]
        elif len(codes) == 1:
            self.initial.setdefault("staff_code", codes[0])
        self.fields["concerning"].label = _("哪一页")
        self.fields["concerning"].help_text = _("投诉公开内容的，写标题或者网址。其他的不用填。")
        self.order_fields(("key", "about", "staff_code", "concerning", "text", "consent"))


class WordForm(TakingForm):
    """Something added, or why once more."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("内容"),
        max_length=LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请写下内容。")},
    )


class FollowForm(TakingForm):
    """Number and passphrase, however they are typed."""

    use_required_attribute = False
    number = forms.CharField(
        label=_("投诉编号"),
        max_length=40,
        help_text=_("11个字母和数字。大小写、横线、空格都可以。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("请填写投诉编号。")},
    )
    passphrase = forms.CharField(
        label=_("查询码"),
        max_length=60,
        help_text=_("20位数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("请填写查询码。")},
    )
