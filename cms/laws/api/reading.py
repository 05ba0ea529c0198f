"""Reading one instrument for the API: which one, which text of which day, its trees; each in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cms.laws.api.tree import trees_of
from cms.laws.catalogue import public_instruments
from cms.laws.effectivity import DateUnknown, NoneInForce, text_in_force
from cms.laws.models import Instrument, InstrumentRedirect, InstrumentVersion, Provision
from cms.laws.parser import write_back
from cms.laws.parser.tree import ParsedText
from cms.laws.tree_rows import nodes_of
from portal.common.api.problems import Problem


class InstrumentMoved(Exception):
    """The instrument is read at another slug now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class NoSuchInstrument(Problem):
    """No public instrument has that slug, nor ever had."""

    status_code = 404
    reason = "no_such_instrument"
    title = _("没有这部法律法规")
    default_detail = _("没有这部法律法规，或其文本未公开。")


class NoSuchVersion(Problem):
    """The instrument has no public text of that effective date."""

    status_code = 404
    reason = "no_such_version"
    title = _("没有这个文本")
    default_detail = _("没有该日施行的文本，或其未公开。")


class NothingInForce(Problem):
    """No text of it was law that day."""

    status_code = 404
    reason = "none_in_force"
    title = _("当日无有效文本")
    default_detail = _("该日没有有效的文本：尚未施行，或者已经废止。全部文本见 versions_url。")


class DayUnknown(Problem):
    """Whether a text of it was law that day, nobody can say."""

    status_code = 404
    reason = "date_unknown"
    title = _("日期不详")
    default_detail = _("施行日期或者失效日期不详，无法确定该日有效的文本。全部文本见 versions_url。")


def public_instrument(slug: str) -> Instrument:
    """Give a public instrument with its ``public_texts``; raises ``InstrumentMoved`` or ``NoSuchInstrument``."""
    instrument = public_instruments().filter(slug=slug).first()
    if instrument is not None:
        return instrument
    moved = InstrumentRedirect.objects.filter(slug=slug, instrument__is_public=True).values_list("instrument__slug")
    for (new_slug,) in moved:
        raise InstrumentMoved(new_slug)
    raise NoSuchInstrument


def text_of_day(instrument: Instrument, on: date, today: date) -> InstrumentVersion:
    """Give the text that was law on a day; raises ``NothingInForce`` or ``DayUnknown``, which lead to all texts."""
    found = text_in_force(texts_of(instrument), on, today=today)
    leads: dict[str, Any] = {"on": on.isoformat(), "versions_url": f"/api/v2/instruments/{instrument.slug}/versions/"}
    if isinstance(found, NoneInForce):
        raise NothingInForce(**leads)
    if isinstance(found, DateUnknown):
        raise DayUnknown(**leads)
    return found


def text_from(instrument: Instrument, effective_on: date | None) -> InstrumentVersion:
    """Give the text that took effect just that day, or the one of unknown date."""
    for text in texts_of(instrument):
        if text.effective_on == effective_on:
            return text
    raise NoSuchVersion


def texts_of(instrument: Instrument) -> list[InstrumentVersion]:
    """Give the public texts in the order of their dates, those of unknown date last."""
    return sorted(instrument.public_texts, key=lambda text: text.effective_on or date.max)


def trees(instrument: Instrument, versions: Sequence[InstrumentVersion]) -> dict[int, list[dict[str, Any]]]:
    """Give the tree of each version by its key, in one query."""
    rows: dict[int, list[Provision]] = {version.pk: [] for version in versions}
    for row in Provision.objects.filter(version__in=rows).order_by("version", "position"):
        rows[row.version_id].append(row)
    return {key: trees_of(own, instrument.short_title) for key, own in rows.items()}


def plain_text(title: str, head: Sequence[str], rows: Sequence[Provision]) -> str:
    """Write a text, or a part of one, as plain lines. ``rows`` are in the order of ``position``."""
    nodes = nodes_of(rows)
    return write_back(ParsedText(title, tuple(head), nodes, characters_in=0, characters_kept=0))


def chosen_provisions(version: InstrumentVersion, wanted: dict[str, Any]) -> QuerySet[Provision]:
    """Give the provisions of a text that the parameters ask for, in the order of the text."""
    rows = Provision.objects.filter(version=version).order_by("position")
    if wanted.get("locator"):
        rows = rows.filter(locator=wanted["locator"])
    if wanted.get("kind") or not wanted.get("locator"):
        rows = rows.filter(kind=wanted.get("kind") or "article")
    if wanted.get("number"):
        number, *inserted = (int(part) for part in wanted["number"].split("-"))
        rows = rows.filter(number=number, inserted_number=inserted[0] if inserted else 0)
        # 第一百三十三条之一之二 has no column of its own: only its locator tells it from 之一.
        third = "" if len(inserted) < 2 else f"-{inserted[1]}"
        own = "-".join(str(part) for part in [number, *inserted[:1]] if part) + third
        rows = rows.filter(Q(kind="article", locator__regex=rf"(^|-art-){own}(~[0-9]+)?$") | ~Q(kind="article"))
    return rows


def subtrees(version: InstrumentVersion, heads: Sequence[Provision]) -> list[list[Provision]]:
    """Give for each of some provisions, in the order of the text, its row and those under it: one query."""
    if not heads:
        return []
    last = heads[-1]
    after = (
        Provision.objects.filter(version=OuterRef("version"), position__gt=last.position, depth__lte=last.depth)
        .order_by()
        .values("version")
        .annotate(first=Min("position"))
        .values("first")
    )
    rows = Provision.objects.filter(
        version=version, position__gte=heads[0].position, position__lt=Coalesce(Subquery(after), 2_000_000_000)
    ).order_by("position")
    groups: list[list[Provision]] = []
    wanted = {head.pk for head in heads}
    open_at: list[tuple[int, list[Provision]]] = []
    for row in rows:
        open_at = [(depth, group) for depth, group in open_at if depth < row.depth]
        if row.pk in wanted:
            open_at.append((row.depth, []))
            groups.append(open_at[-1][1])
        for _depth, group in open_at:
            group.append(row)
    return groups
