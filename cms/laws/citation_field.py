"""The form field of a citation: one line in which somebody types 民法典1087.

What was read before travels along in a hidden field, so that saving a page again reads nothing anew: a law that has
changed, or an article that is gone, never breaks the editing of a page. The text of today is accepted by a tick, which
is offered only where there is something to accept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from cms.laws.cited import ShownCitation, shown_citations, where_the_words_are_now
from cms.laws.cited_places import CitedPlace, place_of_json
from cms.laws.locators import citation_text
from cms.laws.reading_places import NotFound, read_again, read_place
from portal.common import clock

HELP = gettext_lazy("写法律名称和条号，例如：民法典1087、《劳动合同法》第三十九条第二款。")


_STATE = ("words", "was", "notice", "accepts", "about", "text")


@dataclass(frozen=True, slots=True)
class TypedCitation:
    """What came back from the form: the words, what had been read before, and whether the text of today is accepted."""

    words: str
    was: CitedPlace | None = None
    accepts: bool = False

    @property
    def is_as_before(self) -> bool:
        """Whether the words are those of what was read before."""
        return self.was is not None and self.words == self.was.words


class CitationInput(forms.Widget):
    """The line, the hidden value, the article's words of today, and the tick.

    While somebody types, the script asks ``url_name`` what can be chosen; without it the line alone does.
    """

    template_name = "laws/admin/citation_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None, url_name: str = "laws_cite") -> None:
        super().__init__(attrs)
        self.url_name = url_name

    def format_value(self, value: Any) -> dict[str, str]:
        """Give the state of the input: what both the template and the script fill in."""
        if not isinstance(value, Mapping):
            value = state_of(value)
        return {name: str(value.get(name) or "") for name in _STATE}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template the state under ``state``."""
        context = super().get_context(name, value, attrs)
        context["state"] = self.format_value(value)
        context["url"] = reverse(self.url_name)
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render with the site's own templates, which Django's renderer of forms does not look into."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedCitation | None:
        """Read the three inputs."""
        words = data.get(name)
        if words is None:
            return None
        try:
            was = place_of_json(json.loads(data.get(f"{name}-was") or "null"))
        except ValueError:
            was = None
        return TypedCitation(str(words).strip(), was, bool(data.get(f"{name}-accepts")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form had no such line."""
        return name not in data

    class Media:
        js = ["admin/citation-input.js"]
        css = {"all": ["admin/citation-input.css"]}


class CitationInputAdapter(WidgetAdapter):
    """Hands the input to Wagtail's blocks."""

    js_constructor = "fawang.CitationInput"


register(CitationInputAdapter(), CitationInput)


class CitationField(forms.Field):
    """A ``CitedPlace`` typed as words. Cleaning reads the law: three queries, none for what stays as it was."""

    widget = CitationInput
    default_error_messages = {"required": gettext_lazy("请填写引用的条文，例如：劳动合同法第三十九条。")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", HELP)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> dict[str, str]:
        """Give the state of the input for a value, a stored dict, or what was typed."""
        return state_of(value)

    def to_python(self, value: Any) -> CitedPlace | None:
        """Read what was typed; ValidationError in plain words where it names no article of a public law."""
        if value is None or isinstance(value, CitedPlace):
            return value
        if isinstance(value, Mapping):
            return place_of_json(value)
        typed = value if isinstance(value, TypedCitation) else TypedCitation(str(value).strip())
        if not typed.words:
            return None
        if typed.is_as_before and not typed.accepts:
            return typed.was
        try:
            if typed.is_as_before and typed.was is not None:
                return read_again(typed.was, clock.today())
            return read_place(typed.words, clock.today())
        except NotFound as error:
            raise ValidationError(str(error), code="not_found") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A citation has changed when other words are typed or the text of today is accepted."""
        before = initial if isinstance(initial, CitedPlace) else place_of_json(initial)
        if isinstance(data, TypedCitation):
            return data.accepts or data.words != (before.words if before else "")
        return before != data


def state_of(value: Any) -> dict[str, str]:
    """Give the state of the input; for what was read before with what has happened to it since (two queries)."""
    if isinstance(value, Mapping) and "words" in value:
        return dict(value)
    accepts = ""
    if isinstance(value, TypedCitation):
        words, was, accepts = value.words, value.was, "on" if value.accepts else ""
    elif isinstance(value, str):
        words, was = value, None
    else:
        was = place_of_json(value)
        words = was.words if was else ""
    state = {"words": words, "accepts": accepts}
    if was is not None:
        (shown,) = shown_citations([was], clock.today())
        state["was"] = json.dumps(was.as_json(), ensure_ascii=False)
        state |= {"notice": _notice(shown), "about": shown.about, "text": shown.text}
    return state


def _notice(shown: ShownCitation) -> str:
    now = where_the_words_are_now(shown)
    moved = _("原来的文字现在是%(place)s。") % {"place": citation_text(now)} if now else ""
    return f"{shown.editor_words}{moved}"
