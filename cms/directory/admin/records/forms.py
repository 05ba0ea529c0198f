"""What a clerk types of a penalty or sanction, and what each act asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.directory.admin.choosing import institution_chooser, practitioner_chooser
from cms.directory.admin.forms import DirectoryForm
from cms.directory.models import Entry, Institution, Practitioner
from cms.directory.models.enums import Effect, WithdrawalReason
from cms.directory.models.records import RecordKind
from cms.directory.states import Act
from portal.common.form_fields import DayField


class SubjectForm(forms.Form):
    """Whom a new record is about: a dialogue with a search for each kind of entry."""

    practitioner = forms.ModelChoiceField(Practitioner.objects.all(), label=gettext_lazy("人员"), required=False)
    institution = forms.ModelChoiceField(Institution.objects.all(), label=gettext_lazy("机构"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practitioner"].widget = practitioner_chooser.widget_class()
        self.fields["institution"].widget = institution_chooser.widget_class()

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [name for name in ("practitioner", "institution") if cleaned.get(name) is not None]
        if len(chosen) != 1 and not self.errors:
            raise forms.ValidationError(_("请选择一名人员或者一个机构，只选一个。"))
        return cleaned


class KindField(forms.ModelChoiceField):
    """A kind with its range, under its legal basis."""

    def label_from_instance(self, kind: Any) -> str:
        """停止执业（3个月至6个月）."""
        words = range_words(kind)
        return f"{kind.name}（{words}）" if words else str(kind.name)


def kinds_for(model: type[RecordKind], subject: Entry | None, kept: int | None) -> Any:
    """The kinds that a subject of this profession may get; ``kept`` is one that a record has already."""
    wanted = Q(is_active=True)
    if subject is not None:
        wanted &= Q(subject_kind__in=["", subject.kind])
    return model._default_manager.filter(wanted | Q(pk=kept)).order_by("position", "code")


def range_words(kind: RecordKind) -> str:
    """The range of a kind in words: 3个月至6个月, 1000元至5000元."""
    months = _bounds(kind.months_min, kind.months_max, _("%(number)s个月"))
    amounts = _bounds(kind.amount_min, kind.amount_max, _("%(number)s元"))
    return "，".join(filter(None, (months, amounts)))


def _bounds(least: Any, most: Any, unit: str) -> str:
    def words(number: Any) -> str:
        return unit % {"number": f"{number:,.2f}".removesuffix(".00") if number % 1 else f"{number:,.0f}"}

    if least is not None and most is not None:
        return _("%(least)s至%(most)s") % {"least": words(least), "most": words(most)}
    if most is not None:
        return _("%(most)s以下") % {"most": words(most)}
    return _("%(least)s以上") % {"least": words(least)} if least is not None else ""


class RecordForm(DirectoryForm):
    """One decision of one kind. The subject was chosen before: it decides which kinds there are."""

    def __init__(self, *args: Any, subject: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        if subject is not None:
            self.instance.institution = subject if isinstance(subject, Institution) else None
            self.instance.practitioner = subject if isinstance(subject, Practitioner) else None
        field: Any = self.fields["kind"]
        model = field.queryset.model
        kinds = kinds_for(model, subject, self.instance.kind_id)
        grouped = KindField(kinds, label=field.label, help_text=field.help_text, empty_label=_("请选择"))
        grouped.choices = [("", _("请选择")), *_by_basis(kinds, grouped)]
        self.fields["kind"] = grouped
        self.effects = {str(kind.pk): kind.effect for kind in kinds}

    def clean(self) -> dict[str, Any]:
        """Say at once which dates the chosen kind asks for."""
        cleaned: dict[str, Any] = super().clean()
        begin, end = cleaned.get("display_from"), cleaned.get("display_until")
        if begin and end and end < begin:
            self.add_error("display_until", _("结束日期不能早于开始日期。"))
        decided = cleaned.get("decided_on")
        if begin and decided and begin < decided:
            self.add_error("display_from", _("公示不能早于决定日期。"))
        kind = cleaned.get("kind")
        if kind is not None and kind.effect == Effect.SUSPENDS and not cleaned.get("suspended_until"):
            self.add_error("suspended_until", _("这一种类须填写停止执业的起止日期。"))
        return cleaned

    def all_values(self) -> dict[str, Any]:
        """Everything typed, with the subject."""
        values = {name: self.cleaned_data[name] for name in self.cleaned_data}
        return values | self.subject_values()

    def subject_values(self) -> dict[str, Any]:
        """The subject as a service takes it."""
        return {"institution": self.instance.institution, "practitioner": self.instance.practitioner}


def _by_basis(kinds: Iterable[Any], field: KindField) -> list[tuple[str, list[tuple[Any, str]]]]:
    groups: dict[str, list[tuple[Any, str]]] = {}
    for kind in kinds:
        groups.setdefault(kind.legal_basis, []).append((kind.pk, field.label_from_instance(kind)))
    return list(groups.items())


class ActForm(forms.Form):
    """What an act asks besides being sure: nothing."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ReturnForm(ActForm):
    """Why a record goes back."""

    return_reason = forms.CharField(
        label=gettext_lazy("退回理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("起草人会看到，请写明哪里需要更改。"),
        error_messages={"required": gettext_lazy("请写明退回理由。")},
    )


class AlterationForm(ActForm):
    """What became of a decision, and when that was known."""

    withdrawal_reason = forms.ChoiceField(
        label=gettext_lazy("撤下理由"),
        choices=WithdrawalReason.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("撤下后，页面上只公布文号和这一理由。"),
        error_messages={"required": gettext_lazy("请选择撤下理由。")},
    )
    alteration_notified_on = DayField(
        label=gettext_lazy("获知日期"),
        widget=AdminDateInput,
        help_text=gettext_lazy("自这一天起3个工作日内撤下。"),
        error_messages={"required": gettext_lazy("请填写获知日期。")},
    )


FORMS: dict[Act, type[ActForm]] = {
    Act.SUBMIT: ActForm,
    Act.RETURN: ReturnForm,
    Act.APPROVE: ActForm,
    Act.NOTE_ALTERATION: AlterationForm,
    Act.WITHDRAW: AlterationForm,
    Act.DISCARD: ActForm,
}
