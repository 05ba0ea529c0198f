"""Forms for administrators: who is appointed is typed as the directory and the accounts call them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from cms.directory.models import Institution, Practitioner
from portal.common.chinese_ids import normalised_credit_code
from portal.consultations.models import ResidentInstitution, ResidentStaff
from portal.consultations.services.residents.appointing import Terms
from portal.consultations.views.taking_form import TakingForm


class InstitutionForm(TakingForm):
    """An institution, by its code, its licence or its whole name."""

    institution = forms.CharField(
        label=_("机构"),
        max_length=200,
        help_text=_("名录中的统一社会信用代码、许可证号，或者完整的名称。"),
        error_messages={"required": _("请填机构。")},
    )

    def clean_institution(self) -> Institution:
        """The one entry that is called so."""
        typed = self.cleaned_data["institution"].strip()
        code = normalised_credit_code(typed)
        by_code = Institution.objects.filter(unified_social_credit_code=code) if code else Institution.objects.none()
        found = list(
            by_code or Institution.objects.filter(licence_number=typed) or Institution.objects.filter(name=typed)[:2]
        )
        if len(found) != 1:
            raise ValidationError(_("名录中没有找到，或者同名的不止一家。请填统一社会信用代码。"))
        return found[0]


class TermsForm(TakingForm):
    """What a resident does."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("熟悉的专题"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("推荐咨询时优先。"),
    )
    may_handle_minors = forms.BooleanField(
        label=_("受过未成年人保护培训"), required=False, help_text=_("没有勾选的，不能接办不满14周岁的咨询。")
    )
    most_open = forms.IntegerField(
        label=_("同时办理的上限"),
        min_value=1,
        max_value=100,
        initial=10,
        error_messages={"required": _("请填上限。"), "invalid": _("请填数字。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topics"]
        topics.queryset = Topic.objects.order_by("position", "code")

    @staticmethod
    def initial_of(staff: ResidentStaff) -> dict[str, Any]:
        """What stands in the form of somebody appointed."""
        return {
            "topics": staff.topics.all(),
            "may_handle_minors": staff.may_handle_minors,
            "most_open": staff.most_open,
        }

    def terms(self) -> Terms:
        """What was said."""
        said = self.cleaned_data
        return Terms(said["topics"], said["may_handle_minors"], said["most_open"])


class AppointForm(TermsForm):
    """Who is appointed, where, with which account."""

    resident_institution = forms.ModelChoiceField(
        ResidentInstitution.objects.none(),
        label=_("驻场机构"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选机构。")},
    )
    practitioner = forms.CharField(
        label=_("执业证号"),
        max_length=40,
        help_text=_("名录中这个人的执业证号。此人现在必须在这家机构执业，并且没有被停止执业。"),
        error_messages={"required": _("请填执业证号。")},
    )
    user = forms.CharField(
        label=_("账户"),
        max_length=150,
        help_text=_("此人的登录名。先在后台建立账户，再在这里关联。"),
        error_messages={"required": _("请填登录名。")},
    )
    field_order = ("resident_institution", "practitioner", "user", "topics", "may_handle_minors", "most_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        homes: Any = self.fields["resident_institution"]
        homes.queryset = ResidentInstitution.objects.filter(is_active=True).select_related("institution")

    def clean_practitioner(self) -> Practitioner:
        """The entry with this licence."""
        typed = "".join(self.cleaned_data["practitioner"].split())
        found = list(Practitioner.objects.filter(licence_number=typed)[:2])
        if len(found) != 1:
            raise ValidationError(_("名录中没有这个执业证号。"))
        return found[0]

    def clean_user(self) -> Any:
        """The account of this name."""
        found = get_user_model().objects.filter(username=self.cleaned_data["user"].strip()).first()
        if found is None:
            raise ValidationError(_("没有这个登录名的账户。"))
        return found


class SuspendForm(TakingForm):
    """Why somebody is taken off duty."""

    because = forms.CharField(
        label=_("暂停的原因"),
        max_length=200,
        help_text=_("手上的咨询会马上交回。"),
        error_messages={"required": _("请写明暂停的原因。")},
    )
