"""What no use case of ours sees happen: pages published and withdrawn."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.collecting.services.linking import follow_page


@receiver([page_published, page_unpublished])
def links_of_a_page_changed(instance: Page, **kwargs: Any) -> None:
    """Its links are on the list, and no longer on it."""
    follow_page(instance)
