"""The forms of the editor. They say how things are asked; ``EditorState`` reads what came, the services judge it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.templatetags.dates import chinese_date
from cms.laws.citation_field import CitationInput, TypedCitation
from portal.consultations.editor.citing import CitationRow, ReadRow
from portal.consultations.editor.state import EditorState
from portal.consultations.models import AnswerTemplate
from portal.consultations.models.choices import CitedOn


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AnswerForm(forms.Form):
    """The four sections and what explains them."""

    conclusion = forms.CharField(
        label=_("结论"),
        required=False,
        widget=_area(4),
        help_text=_("先说结果：能不能、该怎么办。一两句话，让没学过法律的人也看得懂。"),
    )
    legal_basis = forms.CharField(
        label=_("法律依据"),
        required=False,
        widget=_area(4),
        help_text=_("用自己的话说明依据哪些规定。条文在下面的“引用”里选，原文会显示在这一节下面。"),
    )
    reasoning = forms.CharField(
        label=_("分析"),
        required=False,
        widget=_area(8),
        help_text=_("规定怎样用到咨询人说的事上；哪些事实、证据会改变结论。"),
    )
    next_steps = forms.CharField(
        label=_("下一步怎么办"),
        required=False,
        widget=_area(6),
        help_text=_("按先后写：准备什么、找哪个机关、多长时间内。引导通过合法途径解决（规范第二十条）。"),
    )
    late_explanation = forms.CharField(
        label=_("延误的说明"),
        required=False,
        widget=_area(2),
        help_text=_("答复逾期，咨询人会看到这段说明（规范第二十三条）。"),
    )

    def __init__(self, state: EditorState, *, is_late: bool = False) -> None:
        super().__init__(dict(state.words))
        if not is_late and not state.word("late_explanation"):
            del self.fields["late_explanation"]

    def take(self, error: ValidationError) -> list[str]:
        """Show what a service refused, at the field it is about; gives what belongs to none of them."""
        rest = []
        for name, errors in _by_field(error).items():
            if name in self.fields:
                self.add_error(name, errors)
            elif name != "citations":  # said at each row
                rest += [str(words) for one in errors for words in one.messages]
        return rest


class CorrectionForm(AnswerForm):
    """A corrected answer says what was wrong."""

    correction_reason = forms.CharField(
        label=_("更正的说明"),
        required=False,
        widget=_area(3),
        help_text=_("哪里有误、为什么更正。咨询人会看到；原来的答复仍然可以查看（规范第二十三条）。"),
    )
    field_order = ("correction_reason",)


class CitedWords(forms.Field):
    """The line of a citation. What stands below it was read by ``read_rows`` together with all others."""

    widget = CitationInput(url_name="answer_cite")
    read: ReadRow | None = None

    def to_python(self, value: Any) -> Any:
        """As it was typed."""
        return value

    def prepare_value(self, value: Any) -> dict[str, str]:
        """The state of the input, without asking the law library again."""
        typed = value if isinstance(value, TypedCitation) else TypedCitation("")
        state = {"words": typed.words, "accepts": "on" if typed.accepts else ""}
        if typed.was is not None and typed.is_as_before:
            state["was"] = json.dumps(typed.was.as_json(), ensure_ascii=False)
        read = self.read
        if read is not None:
            about = _("%(day)s的文本") % {"day": chinese_date(read.day)}
            state |= {"notice": read.notice, "text": read.text, "about": str(about)}
        return state


class CitationForm(forms.Form):
    """One row of citations."""

    words = CitedWords(
        label=_("条文"),
        required=False,
        help_text=_("写法律名称和条号，例如：民法典1087、劳动合同法第三十九条第二款。"),
    )
    cited_on = forms.ChoiceField(label=_("适用哪一天的规定"), required=False, choices=CitedOn.choices)
    read_on = forms.CharField(label=_("哪一天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    date_reason = forms.CharField(label=_("为什么适用这一天"), required=False, max_length=200)
    quote = forms.CharField(
        label=_("引用的原文"),
        required=False,
        widget=_area(2),
        help_text=_("可以不填。填写的，会与当天的文本逐字核对。"),
    )
    outside_title = forms.CharField(label=_("文件标题"), required=False, max_length=200)
    outside_number = forms.CharField(label=_("文号"), required=False, max_length=100)
    outside_url = forms.CharField(label=_("链接"), required=False, max_length=500)
    remove = forms.BooleanField(label=_("去掉这一条"), required=False)

    def __init__(self, row: CitationRow, number: int | str, read: ReadRow | None = None, default: str = "") -> None:
        prefix = f"c-{number}"
        super().__init__(_as_data(row, prefix), prefix=prefix)
        self.number = number
        self.read = read
        cast(CitedWords, self.fields["words"]).read = read
        self.fields["read_on"].help_text = (
            _("不填：咨询人说的日期，%(day)s。") % {"day": default} if default else _("咨询人没有写明日期，请填写。")
        )
        for name, words in (read.errors if read is not None else {}).items():
            self.add_error(name, words)

    @property
    def is_outside(self) -> bool:
        """Whether the part for texts outside the library is to be unfolded."""
        return any(self.data.get(f"{self.prefix}-outside_{name}") for name in ("title", "number", "url"))


def _as_data(row: CitationRow, prefix: str) -> Mapping[str, Any]:
    plain = ("cited_on", "date_reason", "quote", "outside_title", "outside_number", "outside_url")
    data = {f"{prefix}-{name}": getattr(row, name) for name in plain}
    data |= {f"{prefix}-words": row.words, f"{prefix}-read_on": row.day_typed}
    data[f"{prefix}-words-was"] = json.dumps(row.was.as_json()) if row.was is not None else ""
    data[f"{prefix}-words-accepts"] = "on" if row.accepts else ""
    return data


class TemplateForm(forms.ModelForm):
    """A prepared answer. Articles are one a line, read when it is saved and again when it is used."""

    articles = forms.CharField(
        label=_("引用"),
        required=False,
        widget=_area(3),
        help_text=_("每行一条，例如：劳动合同法第三十条。套用时按当天的规定重新核对。"),
    )

    class Meta:
        model = AnswerTemplate
        fields = ("name", "topic", "conclusion", "legal_basis", "reasoning", "next_steps")
        widgets = {
            "conclusion": _area(3),
            "legal_basis": _area(3),
            "reasoning": _area(6),
            "next_steps": _area(4),
        }

    def take(self, error: ValidationError) -> None:
        """Show what the service refused, at the field it is about."""
        for name, errors in _by_field(error).items():
            self.add_error(name if name in self.fields else None, errors)


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    if hasattr(error, "error_dict"):
        return error.error_dict
    return {NON_FIELD_ERRORS: error.error_list}
