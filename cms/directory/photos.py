"""A practitioner's photo as everybody gets it: one small size with its alternative text, never the file that was uploaded.

Files are served to whoever knows their address. The small size is therefore deleted when nobody public shows it any more:
when its person is listed no more or has another photo, at once; whatever else made it so, at the end of an import and
shortly after midnight. It is made anew should the person be listed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from cms.core.models.media import CustomRendition
from cms.directory.models import Practitioner

PHOTO_SPEC = "fill-240x320|format-webp"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture and what it says to those who do not see it."""

    url: str
    width: int
    height: int
    alt: str


def photo_of(person: Practitioner) -> Photo | None:
    """The photo of a public practitioner who was read with ``photo``: one query at most, and the small size is made when it
    is first asked for. None without one, or when its file is gone: a page is never lost for its picture."""
    if person.photo is None:
        return None
    try:
        rendition = person.photo.get_rendition(PHOTO_SPEC)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None
    alt = person.photo.description or _("%(name)s的照片") % {"name": person.name}
    return Photo(rendition.url, rendition.width, rendition.height, alt)


def take_down_photos(day: date, images: Iterable[int] | None = None) -> int:
    """Delete the small sizes (of these images, or of all) that nobody shows who is public on a day; gives how many."""
    shown = Practitioner.objects.public_on(day).filter(photo__isnull=False).values("photo")
    unused = CustomRendition.objects.filter(filter_spec=PHOTO_SPEC).exclude(image__in=shown)
    if images is not None:
        unused = unused.filter(image__in=list(images))
    number = 0
    for rendition in unused:
        rendition.delete()  # one by one: its file goes with it
        number += 1
    return number
