"""The rich text editor of the admin, which sends its text as JSON."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor. What never came out of one is refused; Wagtail's own raises whatever its converter stumbles over."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text as it is stored."""
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            raise BadRequest(f"the field {name} holds no text of the editor") from error
