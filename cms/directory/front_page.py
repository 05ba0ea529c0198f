"""The directory's door on the first page; shut while there is nobody in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.front_page import Door, register_door
from cms.directory.models import Institution, Practitioner
from cms.directory.models.enums import EntryStatus


def listed() -> Sequence[QuerySet[Any]]:
    """The entries that are listed. The day is not asked: a door to a list whose only entry has just lapsed says so inside."""
    return [model.objects.filter(status=EntryStatus.LISTED) for model in (Institution, Practitioner)]


register_door(
    Door(
        name="directory",
        label=_("找律师、找机构"),
        summary=_("律师和机构的信息，有无处罚处分"),
        url="/directory/",
        position=30,
        behind=listed,
    )
)
