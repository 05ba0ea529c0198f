"""修改记录: who changed what from what to what, and when, in words. Of a practitioner with where they work.

Read from simple-history's rows: a page of them in a fixed number of queries, whatever they changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.models import Topic
from cms.directory.admin.addresses import page_at
from cms.directory.models import Affiliation, DirectoryImport, Practitioner
from cms.directory.states import Act
from cms.directory.views.presenting import day_words

SHOWN = 200
WHOLE = 5000
_UNTOLD = frozenset(
    {
        "id",
        "key",
        "slug",
        "code",
        "created_at",
        "updated_at",
        "pinyin",
        "initials",
        "drafted_by",
        "edited_by",
        "receipt_hash",
    }
)
_KINDS_OF_CHANGE = {"+": gettext_lazy("新建"), "~": gettext_lazy("修改"), "-": gettext_lazy("删除")}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it is called, what it was, what it is."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class HistoryEntry:
    """One act: when, by whom, what was done, and the fields it changed."""

    at: datetime
    who: str
    did: str
    changes: list[FieldChange] = field(default_factory=list)
    url: str = ""


def history_of(thing: Any, *, most: int = SHOWN) -> list[HistoryEntry]:
    """The latest changes of a thing, the newest first."""
    rows = thing.history.select_related("history_user").order_by("-history_id")
    pairs = _pairs(list(rows[: most + 1]), most)
    of_places: list[tuple[Any, Any]] = []
    if isinstance(thing, Practitioner):
        places = Affiliation.history.filter(practitioner_id=thing.pk).select_related("history_user")
        for key_rows in _by_key(places.order_by("-history_id")[:most]).values():
            of_places += _pairs(key_rows, most)
    words = _Words([*pairs, *of_places])
    found = [_entry(new, old, words) for new, old in pairs]
    found += [_affiliation_entry(new, old, words) for new, old in of_places]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _pairs(rows: Sequence[Any], most: int) -> list[tuple[Any, Any]]:
    """Each row with the one before it (rows come newest first)."""
    return [(row, rows[place + 1] if place + 1 < len(rows) else None) for place, row in enumerate(rows[:most])]


def _by_key(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return found


def _entry(new: Any, old: Any, words: _Words) -> HistoryEntry:
    did, url = words.reason(new)
    changes = [] if old is None or new.history_type == "-" else words.changes(new, old)
    return HistoryEntry(new.history_date, words.who(new), did, changes, url)


def _affiliation_entry(new: Any, old: Any, words: _Words) -> HistoryEntry:
    did, url = words.reason(new)
    place = words.of("institution", new)
    if new.history_type == "~" and old is not None:
        changes = words.changes(new, old)
    else:
        facts = [words.of(name, new) for name in ("role", "started_on", "ended_on")]
        told = "，".join([place, *(fact for fact in facts if fact)])
        changes = [
            FieldChange(_("执业关系"), told if new.history_type == "-" else "", "" if new.history_type == "-" else told)
        ]
    return HistoryEntry(new.history_date, words.who(new), _("执业关系：%(did)s") % {"did": did or place}, changes, url)


class _Words:
    """Values in words; what values name is read once for all of them."""

    def __init__(self, pairs: Sequence[tuple[Any, Any]]) -> None:
        self._rows = [row for pair in pairs for row in pair if row is not None]
        self._names: dict[tuple[type[Model], Any], str] = {}
        wanted: dict[type[Model], set[Any]] = {}
        for row in self._rows:
            for told in _fields(row):
                key = getattr(row, told.attname)
                if isinstance(told, ForeignKey) and key is not None:
                    wanted.setdefault(told.related_model, set()).add(key)
        for model, keys in wanted.items():
            for thing in model._default_manager.filter(pk__in=keys):
                self._names[model, thing.pk] = _name(thing)
        self._topics = dict(Topic.objects.values_list("code", "name")) if self._rows else {}
        imports = {int(number) for row in self._rows if (number := _import_number(row)) is not None}
        self._imports = dict(DirectoryImport.objects.filter(pk__in=imports).values_list("pk", "file_name"))

    def changes(self, new: Any, old: Any) -> list[FieldChange]:
        """What differs between two rows."""
        return [
            FieldChange(_label(told), self.value(told, old), self.value(told, new))
            for told in _fields(new)
            if getattr(new, told.attname) != getattr(old, told.attname)
        ]

    def of(self, name: str, row: Any) -> str:
        """One field of a row in words."""
        return self.value(type(row)._meta.get_field(name), row)

    def value(self, told: Any, row: Any) -> str:
        """A value as a person reads it; nothing for nothing."""
        value = getattr(row, told.attname)
        if value is None or value == "":
            return ""
        if isinstance(told, ForeignKey):
            return self._names.get((told.related_model, value), _("已删除的内容"))
        if told.name == "topic_codes":
            return "、".join(self._topics.get(code, code) for code in str(value).split())
        if told.choices:
            return str(dict(told.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, datetime):
            return f"{day_words(value.date())} {value:%H:%M}"
        if isinstance(value, date):
            return day_words(value)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return str(value)

    def who(self, row: Any) -> str:
        """Whose act it was."""
        return row.history_user.get_full_name() if row.history_user else _("系统")

    def reason(self, row: Any) -> tuple[str, str]:
        """What was done, with the import it came with, and where that is shown."""
        reason = row.history_change_reason or ""
        number = _import_number(row)
        if number is not None and number in self._imports:
            words = _("撤销导入") if reason.startswith("undo:") else _("导入")
            url = page_at(DirectoryImport, number)
            return f"{words}“{self._imports[number]}”", url
        if reason.startswith("generated:"):
            return _("生成的演示数据"), ""
        if reason in ACTS:
            return str(ACTS[reason]), ""
        return str(_KINDS_OF_CHANGE.get(row.history_type, "")), ""


ACTS = {
    Act.DRAFT.value: gettext_lazy("起草"),
    Act.EDIT.value: gettext_lazy("修改草稿"),
    Act.SUBMIT.value: gettext_lazy("提交审核"),
    Act.APPROVE.value: gettext_lazy("审核通过"),
    Act.RETURN.value: gettext_lazy("退回"),
    Act.NOTE_ALTERATION.value: gettext_lazy("登记原决定变动"),
    Act.WITHDRAW.value: gettext_lazy("撤下"),
    Act.REPLACE.value: gettext_lazy("起草取代原决定的新决定"),
    Act.DISCARD.value: gettext_lazy("丢弃草稿"),
}


def _fields(row: Any) -> list[Any]:
    return [told for told in row.tracked_fields if told.name not in _UNTOLD]


def _label(told: Any) -> str:
    return _("业务领域") if told.name == "topic_codes" else str(told.verbose_name)


def _name(thing: Model) -> str:
    return thing.get_full_name() if isinstance(thing, get_user_model()) else str(thing)


def _import_number(row: Any) -> int | None:
    what, _separator, number = (row.history_change_reason or "").partition(":")
    return int(number) if what in ("import", "undo") and number.isdecimal() else None
