"""Links to files in running text, with size and kind: nobody downloads 20 MB by surprise."""

from __future__ import annotations

import re

from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler

_LINK = re.compile(r'(<a class="document-link"[^>]*) data-facts="([^"]*)">(.*?)</a>', re.DOTALL)


class DocumentLink(DocumentLinkHandler):
    """Wagtail's handler writes the opening tag alone: it carries the facts to ``with_facts``."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags, in order; a link to a file that is gone leads nowhere."""
        return [
            format_html('<a class="document-link" href="{}" data-facts="{}">', document.url, document.facts)
            if document
            else "<a>"
            for document in cls.get_many(attrs_list)
        ]


def with_facts(html: str) -> str:
    """Write the facts that opening tags carry at the end of their links. They are escaped already."""
    return _LINK.sub(r"\1>\3（\2）</a>", html)
