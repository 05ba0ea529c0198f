"""The filters of the list of cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from portal.consultations.models import ResidentInstitution
from portal.consultations.states import AT_WORK


class CaseFilter(forms.Form):
    """State, overdue, urgent, topic, institution (for who sees them all), number. What is no choice counts as not asked."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("open", _("没有办结的")), ("all", _("全部")), *AT_WORK.items()],
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("专题"), required=False, empty_label=_("全部"), to_field_name="code"
    )
    institution = forms.ModelChoiceField(
        ResidentInstitution.objects.none(), label=_("机构"), required=False, empty_label=_("全部")
    )
    number = forms.CharField(label=_("咨询编号"), required=False, max_length=40)
    is_overdue = forms.BooleanField(label=_("只看逾期的"), required=False)
    is_urgent = forms.BooleanField(label=_("只看紧急的"), required=False)

    def __init__(self, data: Any = None, *, with_institutions: bool) -> None:
        super().__init__(data, auto_id="filter-%s")
        topics: Any = self.fields["topic"]
        topics.queryset = Topic.objects.order_by("position", "code")
        institutions: Any = self.fields["institution"]
        if with_institutions:
            institutions.queryset = ResidentInstitution.objects.select_related("institution")
        else:
            del self.fields["institution"]

    def cleaned(self) -> dict[str, Any]:
        """What was asked and is a choice."""
        self.is_valid()
        return getattr(self, "cleaned_data", {})

    def words(self) -> str:
        """The filters as the log names them: the number that was looked for is none of its business."""
        return "；".join(
            f"{self.fields[name].label} {value}" for name, value in self.cleaned().items() if value and name != "number"
        )
