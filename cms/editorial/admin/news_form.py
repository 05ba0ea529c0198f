"""The form of a piece of news: what was public is not changed without an open note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel

from cms.wording.admin.forms import WordingCheckedForm

if TYPE_CHECKING:
    from cms.editorial.news_article import NewsArticle


class NewsArticleForm(WordingCheckedForm):
    """Asks for the note where title or text of something that was public goes out changed. A draft is saved without."""

    def clean(self) -> dict[str, Any]:
        """Compare with what readers have."""
        from cms.editorial.services.news import changes_of, public_state

        cleaned: dict[str, Any] = super().clean()
        if not self.goes_out or cleaned.get("correction_note", "").strip():
            return cleaned
        before = public_state(self.instance)
        if before is None or "title" not in cleaned or "body" not in cleaned:
            return cleaned
        after: NewsArticle = type(before)(title=cleaned["title"], body=cleaned["body"])
        if changes := changes_of(before, after):
            words = _("这条新闻已经发布过，请写明更正说明，读者会看到。改动：%(changes)s") % {
                "changes": "".join(changes)
            }
            self.add_error("correction_note", words)
        return cleaned


class CorrectionPanel(FieldPanel):
    """The note, once there is something to correct."""

    class BoundPanel(FieldPanel.BoundPanel):
        """Hidden for what was never public."""

        def is_shown(self) -> bool:
            """Whether readers have seen this piece of news."""
            return bool(super().is_shown() and self.instance.first_published_at)
