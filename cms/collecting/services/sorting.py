"""Sorting what a source gave into what is new, what is known, and what is known in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from cms.collecting.canonical import address_digest
from cms.collecting.models import CollectedItem, ItemState, Source
from cms.collecting.reading.found import Found
from cms.collecting.similarity import NEAR_SHARE, SHORTEST, bare, fingerprint, nearest, share, text_digest
from cms.collecting.taking import pages_with

COMPARED_DAYS = timedelta(days=180)
COMPARED_ITEMS = 5000
"""The newest stories that a new one is compared with."""


@dataclass(slots=True)
class Sorted:
    """How many stories were what."""

    new: int = 0
    duplicate: int = 0
    known: int = 0
    changed: int = 0
    titles: list[str] = field(default_factory=list)
    """Of the new ones, for the report."""

    @property
    def counts(self) -> dict[str, int]:
        """For the page, in its words."""
        return {"新": self.new, "重复": self.duplicate, "已有": self.known, "原文有改动": self.changed}


def sort_in(source: Source, stories: Sequence[Found], *, moment: datetime) -> Sorted:
    """Write what is new. A story at a known address is the same story: while it waits it follows its source; once it was
    taken, a change of its words is noted for the editors.

    The number of queries does not grow with the number of stories known, and hardly with that of new ones.
    """
    result = Sorted()
    by_digest = {address_digest(story.address): story for story in stories}
    with transaction.atomic():
        known = {
            item.address_digest: item
            for item in CollectedItem.objects.select_for_update(of=("self",)).filter(address_digest__in=list(by_digest))
        }
        fresh = {digest: story for digest, story in by_digest.items() if digest not in known}
        for digest, item in known.items():
            _follow(item, by_digest[digest], moment, result)
        _write(source, fresh, moment, result)
    return result


def _follow(item: CollectedItem, story: Found, moment: datetime, result: Sorted) -> None:
    result.known += 1
    digest = _digest(story)
    if not digest or digest == item.text_digest or len(story.text) < len(item.text) // 2:
        return  # a feed tells less than the page that was opened for it
    if item.state == ItemState.WAITING:
        item.title, item.text = story.title, story.text
        item.text_digest, item.fingerprint = digest, fingerprint(story.text)
        item.save(update_fields=["title", "text", "text_digest", "fingerprint"])
        result.changed += 1
    elif item.state == ItemState.TAKEN:
        item.text_digest, item.changed_at = digest, moment
        item.save(update_fields=["text_digest", "changed_at"])
        result.changed += 1


def _write(source: Source, fresh: dict[str, Found], moment: datetime, result: Sorted) -> None:
    if not fresh:
        return
    pages = pages_with([story.address for story in fresh.values()])
    digests = {digest: _digest(story) for digest, story in fresh.items()}
    same = _same_texts(set(digests.values()) - {""})
    recent = _recent(moment)
    for digest, story in fresh.items():
        item = _item(source, story, moment)
        item.address_digest, item.text_digest = digest, digests[digest]
        twin = same.get(item.text_digest) if item.text_digest else None
        if digest in pages:
            item.state, item.page_id, item.resemblance = ItemState.DUPLICATE, pages[digest], 100
        elif twin is not None:
            item.state, item.resembles_id, item.resemblance = ItemState.DUPLICATE, twin, 100
        else:
            item.resembles_id, item.resemblance = _most_alike(item, recent)
        item.save()
        if item.text_digest:
            same.setdefault(item.text_digest, item.pk)
        if item.fingerprint is not None:
            recent.append((item.pk, item.fingerprint))
        if item.state == ItemState.DUPLICATE:
            result.duplicate += 1
        else:
            result.new += 1
            result.titles.append(item.title)


def _item(source: Source, story: Found, moment: datetime) -> CollectedItem:
    return CollectedItem(
        source=source,
        address=story.address.strip(),
        title=story.title[:250],
        author=(story.author or source.default_author)[:120],
        editor=(story.editor or source.default_editor)[:120],
        told_source=story.source[:120],
        published_at=story.published_at,
        text=story.text,
        fingerprint=fingerprint(story.text),
        collected_at=moment,
    )


def _digest(story: Found) -> str:
    """The digest by which stories are the same; "" for words so few that others may happen to have them too."""
    return text_digest(story.text) if len(bare(story.text)) >= SHORTEST else ""


def _same_texts(digests: set[str]) -> dict[str, int]:
    found = CollectedItem.objects.filter(text_digest__in=digests).order_by("-pk").values_list("text_digest", "pk")
    return dict(found)  # the oldest of several wins


def _recent(moment: datetime) -> list[tuple[int, int]]:
    items = CollectedItem.objects.filter(collected_at__gte=moment - COMPARED_DAYS, fingerprint__isnull=False)
    rows = items.order_by("-collected_at").values_list("pk", "fingerprint")[:COMPARED_ITEMS]
    return [(pk, value) for pk, value in rows if value is not None]


def alike(item: CollectedItem, *, moment: datetime) -> list[tuple[CollectedItem, int]]:
    """Stories like this one with the percentage they share, the most alike first: two queries."""
    near = [pk for pk in nearest(item.fingerprint, _recent(moment)) if pk != item.pk]
    wanted = {*near, *([item.resembles_id] if item.resembles_id else [])}
    found = [
        (other, round(share(item.text, other.text) * 100))
        for other in CollectedItem.objects.filter(pk__in=wanted).select_related("source")
    ]
    found = [(other, part) for other, part in found if part >= NEAR_SHARE * 100 or other.pk == item.resembles_id]
    return sorted(found, key=lambda pair: -pair[1])


def _most_alike(item: CollectedItem, recent: list[tuple[int, int]]) -> tuple[int | None, int]:
    near = nearest(item.fingerprint, recent)
    if not near:
        return None, 0
    texts = CollectedItem.objects.filter(pk__in=near[:50]).values_list("pk", "text")
    part, pk = max(((share(item.text, text), pk) for pk, text in texts), default=(0.0, None))
    return (pk, round(part * 100)) if part >= NEAR_SHARE else (None, 0)
