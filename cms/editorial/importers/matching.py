"""Which page a row is about, and what becomes of it. ``decide`` is the rule: nothing an editor has done is undone by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from cms.core.models import Topic
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.import_runs import ImportedPage
from cms.editorial.importers.checking import Draft, title_key
from cms.editorial.importers.columns import columns_of, label_of
from cms.editorial.importers.comparing import OF_SETS, canonical, canonical_of, digest_of, digests_of, shown_change
from cms.editorial.importers.report import Status
from cms.editorial.importers.resolving import Resolved
from cms.laws.citation_block import citations_in
from cms.laws.cited_places import CitedPlace


@dataclass(frozen=True, slots=True)
class Known:
    """A page of the kind as it is there: enough to find it and to see that nothing has changed."""

    pk: int
    live: bool
    locked: bool
    is_ahead: bool
    """Whether it has a draft that is not published."""
    latest_revision: int | None
    url_path: str
    was_withdrawn: bool
    in_workflow: bool
    imported: ImportedPage | None


@dataclass(slots=True)
class Decision:
    """What becomes of a row. ``page`` is the latest draft of the page it changes; ``values`` are set on it."""

    status: Status
    reason: str = ""
    known: Known | None = None
    page: EditorialPage | None = None
    values: dict[str, Any] = field(default_factory=dict)
    sets: dict[str, list[int]] = field(default_factory=dict)
    digest: str = ""
    digests: dict[str, str] = field(default_factory=dict)


class Pages:
    """All pages of a kind, by what an import knows them by: four queries for a file. Kept in step with what it writes."""

    def __init__(self, kind: str) -> None:
        model: Any = PAGE_MODELS[kind]
        last: dict[int, ImportedPage] = {}
        last_of_key: dict[str, ImportedPage] = {}
        for row in ImportedPage.objects.filter(run__kind=kind).order_by("pk"):
            last_of_key[row.key] = row
            if row.page_id is not None:
                last[row.page_id] = row
        self.deleted = {key for key, row in last_of_key.items() if row.page_id is None}
        """Keys of pages that an import made and an editor deleted."""
        busy = set(WorkflowState.objects.active().values_list("object_id", flat=True))
        self.by_key: dict[str, Known] = {}
        self.by_title: dict[str, Known] = {}
        self.by_pk: dict[int, Known] = {}
        topics = list(Topic.objects.values_list("pk", "code", "name"))
        self.topics = {code: pk for pk, code, _name in topics}
        self.topic_names = {pk: name for pk, _code, name in topics}
        pages = model.objects.order_by("pk").values_list(
            "pk",
            "import_key",
            "draft_title",
            "live",
            "locked",
            "has_unpublished_changes",
            "latest_revision",
            "url_path",
            "last_published_at",
        )
        for pk, key, title, live, locked, ahead, revision, url_path, published in pages:
            withdrawn = published is not None and not live
            known = Known(pk, live, locked, ahead, revision, url_path, withdrawn, str(pk) in busy, last.get(pk))
            self.by_pk[pk] = known
            self.by_title.setdefault(title_key(title), known)
            if key:
                self.by_key[key] = known

    def find(self, draft: Draft) -> Known | None:
        """The page a row is about: by its source's number, else by its title."""
        return self.by_key.get(draft.key) or self.by_title.get(title_key(draft.title))


def decide(draft: Draft, resolved: Resolved, pages: Pages, *, again: bool = False) -> Decision:
    """Say what becomes of a row; puts the differences into its report. No query where nothing has changed. ``again`` makes
    pages anew that an editor has deleted."""
    blank = PAGE_MODELS[draft.kind]()
    values, sets = _wanted(draft, resolved, pages)
    wanted = {name: canonical(blank, name, value) for name, value in values.items()}
    wanted |= {name: sorted(keys) for name, keys in sets.items()}
    decision = Decision(Status.CREATED, values=values, sets=sets, digest=digest_of(wanted), digests=digests_of(wanted))
    known = decision.known = pages.find(draft)
    if known is None and draft.key in pages.deleted and not again:
        decision.status, decision.reason = Status.SKIPPED, str(_("以前导入过，编辑已经删除。"))
        return decision
    if known is None:
        draft.report.changes = {
            name: shown_change("", _in_words(draft, pages, name, value, values.get(name)))
            for name, value in wanted.items()
            if value
        }
        return decision
    if known.imported is not None and known.imported.digest == decision.digest:
        decision.status = Status.UNCHANGED
        return decision
    page = PAGE_MODELS[draft.kind].objects.get(pk=known.pk).get_latest_revision_as_object()
    now = canonical_of(page, wanted)
    differing = [name for name in wanted if now[name] != wanted[name]]
    if not differing:
        decision.status = Status.UNCHANGED
        return decision
    for name in differing:
        before = getattr(page, name)
        old = _in_words(draft, pages, name, now[name], before.all() if name in OF_SETS else before)
        draft.report.changes[name] = shown_change(old, _in_words(draft, pages, name, wanted[name], values.get(name)))
    decision.page = page
    decision.reason = _why_not(draft, known, page)
    decision.status = Status.SKIPPED if decision.reason else Status.UPDATED
    _keep_readings(page, values)
    return decision


def _why_not(draft: Draft, known: Known, page: EditorialPage) -> str:
    """Why a page is left as it is; "" where it may be changed."""
    if known.imported is None:
        return str(_("栏目里已有同名的页面，不是导入的。"))
    if known.in_workflow:
        return str(_("页面正在审核中。"))
    if known.locked:
        return str(_("页面已被锁定。"))
    digests = known.imported.digests
    now = digests_of(canonical_of(page, digests))
    changed = [name for name, digest in digests.items() if now[name] != digest]
    if changed:
        return _("编辑在导入之后修改过：%(fields)s。") % {"fields": "、".join(labels(draft.kind, changed))}
    if known.live and known.is_ahead and known.latest_revision != known.imported.revision_id:
        return str(_("页面有还没有发布的修改。"))
    return ""


def labels(kind: str, names: Iterable[str]) -> list[str]:
    """What a person calls fields."""
    others = {"citations": _("法律依据"), "topics": _("专题"), "instruments": _("解读的法律法规")}
    columns = columns_of(kind)
    return [str(others.get(name) or (label_of(kind, columns[name]) if name in columns else name)) for name in names]


def _wanted(draft: Draft, resolved: Resolved, pages: Pages) -> tuple[dict[str, Any], dict[str, list[int]]]:
    values, sets = dict(draft.values), {}
    if resolved.citations is not None:
        values["citations"] = [("citation", place) for place in resolved.citations]
    if resolved.institution is not None:
        values["institution"] = resolved.institution
    if resolved.topics is not None:
        sets["topics"] = [pages.topics[code] for code in resolved.topics if code in pages.topics]
    if resolved.instruments is not None:
        sets["instruments"] = resolved.instruments
    return values, sets


def _keep_readings(page: EditorialPage, values: dict[str, Any]) -> None:
    """A citation that the page has already stays as it was read then: an import accepts no changed text of a law."""
    before = {(place.slug, place.locator): place for place in page.cited_places}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = [
                (kind, before.get((inner.slug, inner.locator), inner) if isinstance(inner, CitedPlace) else inner)
                for kind, inner in value
            ]


def _in_words(draft: Draft, pages: Pages, name: str, canonical_value: Any, raw: Any) -> Any:
    """Keys as the names they stand for, articles as they are called; everything else as it is compared."""
    if name == "topics":
        return "、".join(pages.topic_names.get(key, "") for key in canonical_value)
    if name == "citations":
        return "、".join(place.words for place in citations_in(raw))
    if name == "instruments":
        return draft.words.get("instruments", "") if raw is None else "、".join(row.title for row in raw)
    if name == "institution":
        return draft.words.get("institution", "") if isinstance(raw, int) else str(raw or "")
    return canonical_value
