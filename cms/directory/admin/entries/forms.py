"""What a clerk types of an entry, and where a practitioner works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.directory.admin.choosing import institution_chooser
from cms.directory.admin.forms import DirectoryForm
from cms.directory.models import Affiliation, Practitioner
from cms.directory.services.practising import AffiliationRow
from portal.common.chinese_ids import contains_identity_number

BLANK_ROWS = 2


class EntryForm(DirectoryForm):
    """What both kinds of entries share."""

    def clean(self) -> dict[str, Any]:
        """Name the entry that has the licence number already."""
        cleaned: dict[str, Any] = super().clean()
        number = "".join((cleaned.get("licence_number") or "").split())
        if number and cleaned.get("kind"):
            same = self._meta.model._default_manager.filter(kind=cleaned["kind"], licence_number=number)
            other = same.exclude(pk=self.instance.pk).first()
            if other is not None:
                self.add_error("licence_number", _("这一证号已属于“%(name)s”。") % {"name": other.name})
        return cleaned


class InstitutionForm(EntryForm):
    """An institution."""

    def clean(self) -> dict[str, Any]:
        """Both degrees or none."""
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None) and not (
            {"latitude", "longitude"} & set(self.errors)
        ):
            self.add_error("latitude", _("纬度和经度应当都填写，或者都不填。"))
        return cleaned


class PractitionerForm(EntryForm):
    """A practitioner."""


class AffiliationForm(forms.ModelForm):
    """One row of where a practitioner works."""

    class Meta:
        model = Affiliation
        fields = ["institution", "is_main", "role", "started_on", "ended_on"]
        labels = {"started_on": gettext_lazy("自"), "ended_on": gettext_lazy("至（离开之日，仍在职的不填）")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].widget = institution_chooser.widget_class()
        for name in ("started_on", "ended_on"):
            self.fields[name].widget = AdminDateInput()
        # The first place of a new practitioner is the main one, unless said otherwise.
        self.fields["is_main"].initial = self.instance.practitioner_id is None and self.prefix == "affiliations-0"

    def has_changed(self) -> bool:
        """A new row is begun with its institution or its facts; the box alone begins none."""
        return bool(set(self.changed_data) - {"is_main"}) if self.instance.pk is None else super().has_changed()

    def clean_role(self) -> str:
        """No identity number, in no field."""
        role = str(self.cleaned_data["role"])
        if contains_identity_number(role):
            raise forms.ValidationError(_("这里像是有身份证件号码。名录从不保存身份证件号码，请删去。"))
        return role

    def clean(self) -> dict[str, Any]:
        """A row that was begun names an institution; it ends after it began."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = cleaned.get("started_on"), cleaned.get("ended_on")
        if begin and end and end < begin:
            self.add_error("ended_on", _("结束日期不能早于开始日期。"))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The practitioner of a new one is not saved yet; rules over several rows are the set's."""
        return super()._get_validation_exclusions() | {"practitioner"}  # type: ignore[misc]  # Django's own, named as private

    def validate_constraints(self) -> None:
        """The set checks all rows together: a row that ends makes room for the next."""


class _AffiliationSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """At most one main place at a time, and no institution twice at a time."""
        super().clean()
        if any(self.errors):
            return
        current = [row for row in self._given() if row.get("ended_on") is None]
        if sum(bool(row.get("is_main")) for row in current) > 1:
            raise forms.ValidationError(
                _("同时只能有一个主执业机构：请给原来的一行填写“至”的日期，或者取消它的“主执业机构”。")
            )
        places = [row["institution"] for row in current]
        twice = {place.name for place in places if places.count(place) > 1}
        if twice:
            raise forms.ValidationError(_("“%(name)s”有两行都没有结束，请只保留一行。") % {"name": "、".join(twice)})

    def _given(self) -> Iterator[dict[str, Any]]:
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if row.get("institution") is not None and not row.get("DELETE"):
                yield row

    def rows(self) -> list[AffiliationRow]:
        """The rows that were changed or added, for the service."""
        found = []
        for form in self.forms:
            row = form.cleaned_data
            if row.get("institution") is None or not form.has_changed():
                continue
            found.append(
                AffiliationRow(
                    institution=row["institution"],
                    pk=form.instance.pk,
                    is_main=bool(row["is_main"]),
                    role=row["role"],
                    started_on=row["started_on"],
                    ended_on=row["ended_on"],
                    is_removed=bool(row.get("DELETE")),
                )
            )
        return found


AffiliationFormSet = forms.inlineformset_factory(
    Practitioner,
    Affiliation,
    form=AffiliationForm,
    formset=_AffiliationSet,
    extra=BLANK_ROWS,
    can_delete=True,
)
