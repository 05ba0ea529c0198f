"""What no use case of ours sees happen: pages published, copied, unpublished, moved, deleted, or closed to the public."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.editorial.base import EditorialPage
from cms.editorial.news_article import NewsArticle
from cms.editorial.services.announcing import announce, announce_page
from cms.editorial.services.news import keep_withdrawn
from cms.editorial.services.publishing import derive_published, derive_withdrawn


@receiver(page_published)
def page_was_published(instance: Page, **kwargs: Any) -> None:
    """In the transaction that publishes; also a public copy, which no revision is published for."""
    if isinstance(instance, EditorialPage):
        with transaction.atomic():
            derive_published(instance.pk)


@receiver(page_unpublished)
def page_was_unpublished(instance: Page, **kwargs: Any) -> None:
    """Saving has announced it already, in its own transaction; its citations go."""
    if isinstance(instance, EditorialPage):
        with transaction.atomic():
            derive_withdrawn(instance)
            if isinstance(instance, NewsArticle):
                keep_withdrawn(instance)


@receiver(page_slug_changed)
def slug_was_changed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """What was found at the old address is found there no more."""
    if isinstance(instance, EditorialPage):
        with transaction.atomic():
            announce([f"{instance.kind}:{instance_before.slug}", instance.source_key])


@receiver(post_page_move)
def page_was_moved(instance: Page, **kwargs: Any) -> None:
    """A page, or a whole section, has another address."""
    _announce_under(instance)


@receiver(post_delete)
def page_was_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    """In the transaction that deletes."""
    if isinstance(instance, EditorialPage) and instance.kind:
        with transaction.atomic():
            derive_withdrawn(instance)
            announce_page(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def view_was_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """What not everybody may read cannot be found."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _announce_under(page)


def _announce_under(page: Page) -> None:
    below = EditorialPage.objects.descendant_of(page, inclusive=True)
    # What repeats one of them is open and shut with it.
    pages = (below | EditorialPage.objects.filter(alias_of__in=below.values("pk"))).specific(defer=True)
    keys = [f"{found.specific_class.kind}:{found.slug}" for found in pages]
    if keys:
        with transaction.atomic():
            announce(keys, drain_on_commit=len(keys) <= 50)
