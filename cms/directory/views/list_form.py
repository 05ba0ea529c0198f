"""What the list's address takes, and the ways between the lists of the directory."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from cms.directory.models.enums import InstitutionKind, PractitionerKind, StandingCode

INSTITUTIONS, PRACTITIONERS = "institutions", "practitioners"
PENALTIES, SANCTIONS = "penalties", "sanctions"


class ListForm(forms.Form):
    """What the list's address takes. A value that means nothing filters nothing. ``topics`` (code → name) are the fields
    that there are; the view reads them."""

    tab = forms.ChoiceField(required=False, choices=[(INSTITUTIONS, ""), (PRACTITIONERS, "")])
    q = forms.CharField(required=False, max_length=200)
    kind = forms.CharField(required=False, max_length=40)
    district = forms.CharField(required=False, max_length=40)
    topic = forms.SlugField(required=False, max_length=40)
    standing = forms.ChoiceField(required=False, choices=StandingCode.choices)
    institution = forms.SlugField(required=False, max_length=90)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    PARAMS: ClassVar = ("tab", "q", "kind", "district", "topic", "standing", "institution")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()
        self.tab_name: str = self.cleaned_data.get("tab") or INSTITUTIONS
        self.is_people = self.tab_name == PRACTITIONERS
        self.kinds: dict[str, Any] = dict((PractitionerKind if self.is_people else InstitutionKind).choices)
        self.topics: dict[str, str] = {}

    def value(self, name: str) -> str:
        """A parameter's value, or "" for its absence."""
        found: str = self.cleaned_data.get(name) or ""
        known = {"kind": self.kinds, "topic": self.topics}
        if (name in known and found not in known[name]) or (name == "institution" and not self.is_people):
            return ""
        return found

    @property
    def chosen(self) -> dict[str, str]:
        """The filters and words in use, by parameter."""
        return {name: self.value(name) for name in self.PARAMS[1:] if self.value(name)}

    @property
    def page_number(self) -> int:
        """The page, from 1."""
        return self.cleaned_data.get("page") or 1

    def url(self, **changes: str) -> str:
        """The list's address with some parameters changed, back on its first page; one list has one address."""
        values = {"tab": PRACTITIONERS if self.is_people else "", **self.chosen, **changes}
        query = [(name, values[name]) for name in self.PARAMS if values.get(name)]
        return f"/directory/?{urlencode(query)}" if query else "/directory/"


def bare_url(is_people: bool) -> str:
    """The whole list."""
    return f"/directory/?tab={PRACTITIONERS}" if is_people else "/directory/"


def tabs_for(current: str, form: ListForm | None = None) -> list[dict[str, Any]]:
    """机构, 人员, 行政处罚, 行业处分. Between the first two, words, district and standing are kept; the rest belongs to one."""
    urls = {
        INSTITUTIONS: form.url(tab="", kind="", topic="", institution="") if form else bare_url(is_people=False),
        PRACTITIONERS: form.url(tab=PRACTITIONERS, kind="", topic="", institution="")
        if form
        else bare_url(is_people=True),
        PENALTIES: "/directory/records/",
        SANCTIONS: f"/directory/records/?tab={SANCTIONS}",
    }
    labels = {
        INSTITUTIONS: _("机构"),
        PRACTITIONERS: _("人员"),
        PENALTIES: _("行政处罚"),
        SANCTIONS: _("行业处分"),
    }
    return [{"label": labels[tab], "url": url, "count": None, "current": tab == current} for tab, url in urls.items()]
