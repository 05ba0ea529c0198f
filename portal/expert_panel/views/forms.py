"""Forms of the panel. The services check and save; what they refuse is shown at the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from cms.directory.models import Institution, Practitioner
from portal.common.chinese_ids import normalised_credit_code
from portal.common.form_fields import DayField
from portal.consultations.models.answers import SECTIONS
from portal.consultations.shown_answers import SECTION_TITLES
from portal.consultations.views.taking_form import TakingForm
from portal.consultations.views.workbench.forms import CaseForm
from portal.expert_panel.models import Criterion, Mark, Overall, PanelMember, ReferralReason
from portal.expert_panel.services.appointing import Terms
from portal.expert_panel.services.suggesting import Suggested


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReferForm(CaseForm):
    """Why a resident asks for an expert."""

    reason = forms.ChoiceField(
        label=_("难在哪里"),
        choices=ReferralReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个理由（规范第二十六条）。")},
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=2000,
        widget=_area(5),
        help_text=_("写明查过哪些规定、有哪些不同的意见、您自己怎么看。审核员和专家会看到，咨询人看不到。"),
        error_messages={"required": _("请写明难在哪里、您自己的看法，专家会看到。")},
    )


class WordsForm(TakingForm):
    """Words for the resident: why not, or what to do."""

    words = forms.CharField(
        label=_("写给驻场人员"), max_length=2000, widget=_area(4), error_messages={"required": _("请写明理由。")}
    )


class MarksForm(TakingForm):
    """A mark by each criterion of article 21; ``comments``: with a remark at each."""

    def __init__(self, data: Any = None, *, comments: bool = True) -> None:
        super().__init__(data)
        for criterion in Criterion:
            self.fields[f"mark_{criterion}"] = forms.TypedChoiceField(
                label=criterion.label,
                coerce=int,
                required=False,
                choices=[(mark.value, mark.label) for mark in Mark],
                widget=forms.RadioSelect,
            )
            if comments:
                label = _("“%(name)s”的说明") % {"name": criterion.label}
                self.fields[f"comment_{criterion}"] = forms.CharField(
                    label=label, required=False, max_length=1000, widget=_area(2)
                )

    def marks(self) -> dict[str, tuple[int, str]]:
        """Criterion → mark (0: none) and comment."""
        said = self.cleaned_data
        return {str(code): (said.get(f"mark_{code}") or 0, said.get(f"comment_{code}", "")) for code in Criterion}


class ReviewForm(MarksForm):
    """A whole review: marks, the verdict, a suggestion where one is due."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["overall"] = forms.ChoiceField(
            label=_("总的看法"), required=False, choices=Overall.choices, widget=forms.RadioSelect
        )
        self.fields["comment"] = forms.CharField(label=_("总的意见"), required=False, max_length=2000, widget=_area(3))
        self.fields["why"] = forms.CharField(
            label=_("为什么要改"),
            required=False,
            max_length=2000,
            widget=_area(3),
            help_text=_("提修改意见时填写。驻场人员会看到，答复采纳或者不采纳。"),
        )
        for name in SECTIONS:
            self.fields[name] = forms.CharField(
                label=_("%(section)s改为") % {"section": SECTION_TITLES[name]}, required=False, widget=_area(4)
            )

    @property
    def judging(self) -> list[Any]:
        """The fields of the judgement."""
        return [self[name] for name in self.fields if name not in ("why", *SECTIONS)]

    @property
    def suggesting(self) -> list[Any]:
        """The fields of the suggestion."""
        return [self[name] for name in ("why", *SECTIONS)]

    @property
    def has_suggestion(self) -> bool:
        """Whether the suggestion is to be unfolded: something stands in it, or is wrong with it."""
        return any(field.value() or field.errors for field in self.suggesting)

    def suggested(self) -> Suggested | None:
        """The suggestion; None where nothing was written."""
        said = {name: self.cleaned_data.get(name, "").replace("\r\n", "\n") for name in ("why", *SECTIONS)}
        return Suggested(**said) if any(text.strip() for text in said.values()) else None


class DeclineForm(TakingForm):
    """Why a suggestion is not taken up."""

    reason = forms.CharField(
        label=_("不采纳的理由"),
        max_length=2000,
        widget=_area(4),
        help_text=_("专家和监督员会看到。"),
        error_messages={"required": _("请写明为什么不采纳，监督员和专家会看到。")},
    )


class DirectForm(TakingForm):
    """Why the panel answers itself."""

    direct_reason = forms.CharField(
        label=_("为什么由专家组直接答复"),
        required=False,
        max_length=1000,
        widget=_area(2),
        help_text=_("规范第二十七条：必要时才直接答复。咨询人看不到，记入办理记录。"),
    )


class ReleaseForm(TakingForm):
    """Further words to hide before residents read."""

    more = forms.CharField(
        label=_("还要隐去的词"),
        required=False,
        max_length=2000,
        widget=_area(3),
        help_text=_("每行一个，至少两个字。下面的文字里凡是出现的地方都会隐去。"),
    )


class TermsForm(TakingForm):
    """What a member does, and where they belong."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("擅长的专题"), required=False, widget=forms.CheckboxSelectMultiple
    )
    institution = forms.CharField(
        label=_("所在机构"),
        required=False,
        max_length=200,
        help_text=_(
            "名录中的统一社会信用代码、许可证号，或者完整的名称。在机构任职的必须填写：本机构的咨询不会分给此人。"
        ),
    )
    practitioner = forms.CharField(
        label=_("执业证号"), required=False, max_length=40, help_text=_("此人在名录里的，请填。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.queryset = Topic.objects.order_by("position", "code")

    @staticmethod
    def initial_of(member: PanelMember) -> Mapping[str, Any]:
        """What stands in the form of a member."""
        home, person = member.institution, member.practitioner
        return {
            "topics": member.topics.all(),
            "institution": home.name if home is not None else "",
            "practitioner": person.licence_number if person is not None else "",
        }

    def clean_institution(self) -> Institution | None:
        """The one entry that is called so; None for nothing typed."""
        typed = self.cleaned_data["institution"].strip()
        if not typed:
            return None
        code = normalised_credit_code(typed)
        by_code = Institution.objects.filter(unified_social_credit_code=code) if code else Institution.objects.none()
        named = Institution.objects.filter(licence_number=typed) or Institution.objects.filter(name=typed)[:2]
        found = list(by_code or named)
        if len(found) != 1:
            raise ValidationError(_("名录中没有找到，或者同名的不止一家。请填统一社会信用代码。"))
        return found[0]

    def clean_practitioner(self) -> Practitioner | None:
        """The entry with this licence; None for nothing typed."""
        typed = "".join(self.cleaned_data["practitioner"].split())
        if not typed:
            return None
        found = list(Practitioner.objects.filter(licence_number=typed)[:2])
        if len(found) != 1:
            raise ValidationError(_("名录中没有这个执业证号。"))
        return found[0]

    def terms(self) -> Terms:
        """What was said."""
        said = self.cleaned_data
        return Terms(said["topics"], said["institution"], said["practitioner"])


class AppointForm(TermsForm):
    """Who becomes a member."""

    user = forms.CharField(
        label=_("账户"),
        max_length=150,
        help_text=_("此人的登录名。先在后台建立账户，再在这里聘任。"),
        error_messages={"required": _("请填登录名。")},
    )
    until = DayField(
        label=_("任期到哪一天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("可以不填。填写的，这一天过后自动结束。"),
        error_messages={"invalid": _("日期请写成 2027-12-31 这样。")},
    )
    field_order = ("user", "until", "institution", "practitioner", "topics")

    def clean_user(self) -> Any:
        """The account of this name; no citizen's."""
        name = self.cleaned_data["user"].strip()
        found = get_user_model().objects.filter(username=name).exclude(citizen__isnull=False).first()
        if found is None:
            raise ValidationError(_("没有这个登录名的账户。"))
        return found
