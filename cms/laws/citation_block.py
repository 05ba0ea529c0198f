"""The block with which a page cites the law, for any ``StreamField``, ``ListBlock`` or ``StructBlock``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue

from cms.laws.citation_field import CitationField, TypedCitation
from cms.laws.cited_places import CitedPlace, place_of_json

__all__ = ["CitationBlock", "CitedPlace", "citations_in"]


class CitationBlock(FieldBlock):
    """One cited place: a ``CitedPlace`` in Python, a small dict in JSON.

    Where it stands alone it is shown as a link; a page shows its citations together, with their texts, from
    ``cms.laws.cited.shown_citations``.
    """

    class Meta:
        icon = "openquote"
        label = _("引用条文")

    def __init__(self, required: bool = True, help_text: str | None = None, **kwargs: Any) -> None:
        options = {} if help_text is None else {"help_text": help_text}
        self.field = CitationField(required=required, **options)
        super().__init__(**kwargs)

    def normalize(self, value: Any) -> Any:
        """Take a stored dict for what it says."""
        return place_of_json(value) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> CitedPlace | None:
        """Read the stored dict; None for what is no citation."""
        return place_of_json(value)

    def get_prep_value(self, value: Any) -> dict[str, str] | None:
        """Give the dict that is stored."""
        if isinstance(value, TypedCitation):
            value = value.was
        return value.as_json() if isinstance(value, CitedPlace) else None

    def get_searchable_content(self, value: Any) -> list[str]:
        """Who looks for 劳动合同法第三十九条 in the admin finds the pages that cite it."""
        return [value.words] if isinstance(value, CitedPlace) else []

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, str] | None:
        """Give what is stored and where it is read; what has become of it, ``cms.laws.api.citations`` tells."""
        return {**value.as_json(), "title": value.words, "url": value.url} if isinstance(value, CitedPlace) else None

    def render_basic(self, value: Any, context: Any = None) -> str:
        """A link, without a query."""
        return format_html('<a href="{}">{}</a>', value.url, value.words) if isinstance(value, CitedPlace) else ""


def citations_in(value: Any) -> Iterator[CitedPlace]:
    """Give all citations in a value of any blocks (a StreamField's, a list's, a struct's), in their order."""
    if isinstance(value, CitedPlace):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from citations_in(child.value)
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from citations_in(inner)
    elif isinstance(value, ListValue | list | tuple):
        for inner in value:
            yield from citations_in(inner)
