"""Forms of the law library: what an editor types, checked in words an editor understands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.laws import slugs
from cms.laws.admin.filters import INFERRED
from cms.laws.models import EffectiveBasis, Instrument, InstrumentVersion

PUBLISH = "laws.publish_instrumentversion"
REVIEWED_FIELDS = ("title", "short_title", "level", "region", "issuing_authority", "replaced_by")
"""Of a public instrument, what only those may change who may publish: it is seen at once, without a review."""


class SourceTextarea(forms.Textarea):
    """A text area that gives line breaks back as they came: browsers turn every one into CR LF, and a text that nobody
    touched would count as changed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 26, "class": "law-source", "spellcheck": "false", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Read the text with LF line breaks."""
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if value else value


class InstrumentForm(WagtailAdminModelForm):
    """A law as a work: its names, its place, its source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_public and self.for_user is not None and not self.for_user.has_perm(PUBLISH):
            for name in REVIEWED_FIELDS:
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("已公开的法律法规，这一项由审核编辑修改。")

    def clean(self) -> dict[str, Any]:
        """Take off the book-title marks that people paste along, and refuse a law that replaces itself."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "region"):
            if cleaned.get(name):
                cleaned[name] = " ".join(cleaned[name].split())
        title = cleaned.get("title") or ""
        if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
            cleaned["title"] = title[1:-1]
        if cleaned.get("replaced_by") and cleaned["replaced_by"].pk == self.instance.pk:
            self.add_error("replaced_by", _("一部法律法规不能被它自己取代。"))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        # The model refuses a twin; here the editor gets a link to it.
        twin = same_instrument(self.instance.title, self.instance.region, self.instance.level, besides=self.instance.pk)
        if twin is not None and "title" in self.errors:
            self.errors["title"] = self.error_class([already_there(twin)], renderer=self.renderer)


class VersionForm(WagtailAdminModelForm):
    """A dated text: the text and its dates. Which law it belongs to is said once, when it is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source_text" in self.fields:
            self.fields["source_text"].strip = False
        if self.instance.pk:
            self.fields.pop("instrument", None)

    def clean(self) -> dict[str, Any]:
        """Let dates, basis and repeal agree with each other, and refuse a second text of the same day."""
        cleaned = super().clean() or self.cleaned_data
        if "effective_on" in self.fields and "effective_on" in cleaned:
            cleaned["effective_basis"] = basis_of(
                cleaned["effective_on"],
                cleaned.get("effective_basis") or "",
                date_changed="effective_on" in self.changed_data,
                basis_changed="effective_basis" in self.changed_data,
            )
            if cleaned.get("expired_on"):
                cleaned["is_repealed"] = True
            instrument = cleaned.get("instrument") or (self.instance.instrument if self.instance.pk else None)
            twin = same_day(instrument, cleaned["effective_on"], besides=self.instance.pk)
            if twin is not None:
                self.add_error("effective_on", day_taken(twin))
        if "source_text" in cleaned and not (cleaned["source_text"] or "").strip():
            self.add_error("source_text", _("请填写正文。"))
        return cleaned


def basis_of(effective_on: Any, basis: str, *, date_changed: bool, basis_changed: bool) -> str:
    """Say how the effective date is known, given what the editor chose: no date, no basis; a date typed over an inferred
    one, or without a word where it comes from, is one the source states."""
    if effective_on is None:
        return EffectiveBasis.UNKNOWN
    if basis in ("", EffectiveBasis.UNKNOWN) or (date_changed and not basis_changed and basis in INFERRED):
        return EffectiveBasis.STATED
    return basis


def same_instrument(title: str, region: str, level: str, *, besides: int | None = None) -> Instrument | None:
    """Find the instrument that has this title, region and level already."""
    rows = Instrument.objects.filter(title_key=slugs.normalised_title(title), region=region, level=level)
    return (rows if besides is None else rows.exclude(pk=besides)).first()


def same_day(
    instrument: Instrument | None, effective_on: Any, *, besides: int | None = None
) -> InstrumentVersion | None:
    """Find the version of an instrument that takes effect on this day (or, like this one, on a day nobody knows)."""
    if instrument is None:
        return None
    rows = InstrumentVersion.objects.filter(instrument=instrument, effective_on=effective_on)
    others = rows if besides is None else rows.exclude(pk=besides)
    return others.defer("source_text").select_related("instrument").first()


def already_there(twin: Instrument) -> str:
    """Say that an instrument exists, with a link to it."""
    return format_html(
        _('已有同名的法律法规：<a href="{}">{}</a>。要增加一个版本，请选择它，不要新建。'),
        reverse("wagtailsnippets_laws_instrument:edit", args=[twin.pk]),
        twin.title,
    )


def day_taken(twin: InstrumentVersion) -> str:
    """Say that a version of this day exists, with a link to it."""
    return format_html(
        _('这部法律法规已有这个施行日期的版本：<a href="{}">{}</a>。请修改那个版本，或者更正日期。'),
        reverse("wagtailsnippets_laws_instrumentversion:edit", args=[twin.pk]),
        str(twin),
    )
