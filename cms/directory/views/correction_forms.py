"""What a report of an error asks, and what may be named as the page it is about."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.directory.models import Entry, Institution, Practitioner

LONGEST_PATH = 300
_ENTRY_PAGES = {"directory_institution": Institution, "directory_practitioner": Practitioner}


def page_of(written: str, host: str) -> str:
    """The path (and the place on the page) that an address of this site names; "" for any other. What was searched for on
    a page is left out."""
    written = written.strip()
    if not url_has_allowed_host_and_scheme(written, {host}) or not written.isprintable():
        return ""
    parts = urlsplit(written)
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    path = f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
    return path if len(path) <= LONGEST_PATH else ""


def entry_at(path: str, today: date) -> Entry | None:
    """The entry of the directory whose page a path is, if it is public: of others nobody learns that they exist."""
    try:
        match = resolve(unquote(urlsplit(path).path))
    except Resolver404:
        return None
    model: Any = _ENTRY_PAGES.get(match.url_name or "")
    return model.objects.public_on(today).filter(slug=match.kwargs["slug"]).first() if model else None


def _text(label: Any, help_text: Any, *, is_required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    required = {"required": gettext_lazy("请写明哪里有错。")}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        max_length=1000,
        widget=widget,
        error_messages=required,
    )


class CorrectionForm(forms.Form):
    """Which page, what is wrong, what would be right, where that is written. The page is asked for only where the link that
    led here did not name it."""

    about = forms.CharField(
        label=gettext_lazy("哪一页"),
        max_length=2000,
        help_text=gettext_lazy("请粘贴本网页面的网址。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"required": gettext_lazy("请写明是哪一页，可以粘贴网址。")},
    )
    text = _text(gettext_lazy("哪里有错"), gettext_lazy("例如：电话打不通；执业机构已经变更。"))
    suggestion = _text(gettext_lazy("正确的信息（选填）"), gettext_lazy("您知道的话请写上。"), is_required=False)
    evidence_url = forms.URLField(
        label=gettext_lazy("依据的网址（选填）"),
        help_text=gettext_lazy("例如有关机关公告的网址。"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("请填写完整的网址，例如 https://www.example.org/gonggao。")},
    )

    def __init__(self, data: Any = None, *, host: str, about: str) -> None:
        super().__init__(data, initial={"about": about}, auto_id="correction_%s")
        self.host = host
        self.page = page_of(data.get("about", "") if data is not None else about, host)
        """The page it is about, "" while that is not known."""
        if self.page:
            self.initial["about"] = self.page
            self.fields["about"].widget = forms.HiddenInput()

    def clean_about(self) -> str:
        """Take an address of ours alone."""
        if not self.page:
            raise forms.ValidationError(_("这不是本网页面的网址，请核对。"))
        return self.page


class CodeForm(forms.Form):
    """The receipt's code."""

    code = forms.CharField(
        label=gettext_lazy("查询码"),
        help_text=gettext_lazy("16位字母和数字，提交时给您的。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请输入查询码。")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="receipt_%s")
