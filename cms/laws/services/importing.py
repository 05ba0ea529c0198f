"""Bringing one dated text in: what to do with it, and doing it, in one transaction.

``decide`` is the rule; nothing an editor has done is undone by it. ``bring_in`` locks the instrument, decides and
stores: version, history, rows, HTML, source files, outbox row. Killed anywhere, a text is in whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.search import index as admin_index

from cms.laws import slugs
from cms.laws.authority import extract_authority, extract_document_number
from cms.laws.importers.naming import obvious_aliases
from cms.laws.importers.plan import DatedText, Work
from cms.laws.importers.report import Status
from cms.laws.importers.sources import EDITED_HERE, INCOMPLETE_CODE, LOCKED, OPEN_DRAFT, SECOND_FILE
from cms.laws.models import Instrument, InstrumentVersion, SourceFile
from cms.laws.services.publishing import derive, text_digest
from cms.laws.services.slugs import claim_slug
from portal.common import clock


@dataclass(slots=True)
class Decision:
    """What becomes of a text. ``version`` is the one it belongs to, if there is one."""

    status: Status
    error: str = ""
    version: InstrumentVersion | None = None
    url: str = ""


@dataclass(slots=True)
class Claims:
    """Which versions the files of this run have taken already: by key, and by date where they are new."""

    versions: dict[int, str] = field(default_factory=dict)
    dates: dict[date | None, str] = field(default_factory=dict)


def bring_in(work: Work, texts: Sequence[DatedText], *, today: date, dry_run: bool = False) -> list[Decision]:
    """Bring in all texts of a work, each in its own transaction; gives a decision for each, in their order."""
    claims = Claims()
    decisions: dict[int, Decision] = {}
    known = _known_paths(work)
    # Files that came before keep the version they made, wherever an editor has moved it since.
    order = sorted(range(len(texts)), key=lambda place: not any(file.row.path in known for file in texts[place].files))
    for place in order:
        with transaction.atomic():
            decisions[place] = _bring_in_one(work, texts[place], claims, today, dry_run)
    return [decisions[place] for place in range(len(texts))]


def _bring_in_one(work: Work, text: DatedText, claims: Claims, today: date, dry_run: bool) -> Decision:
    instrument = _find(work, lock=not dry_run)
    versions = (
        list(instrument.versions.select_related("latest_revision").prefetch_related("source_files"))
        if instrument is not None
        else []
    )
    decision = decide(text, versions, claims)
    path = text.row.path
    if decision.status is Status.CREATED:
        claims.dates[text.effective_on] = path
        if not dry_run:
            instrument = instrument or _create_instrument(work, text, today)
            decision.version = _create_version(instrument, text)
    elif decision.version is not None:
        if not decision.error.startswith(SECOND_FILE):
            claims.versions.setdefault(decision.version.pk, path)
        if not dry_run and instrument is not None:
            decision.version.instrument = instrument
            if decision.status is Status.UPDATED:
                _update_version(decision.version, text)
            elif decision.error.startswith(SECOND_FILE):
                _set_aside(decision.version, text)
    if instrument is not None:
        if not dry_run and decision.status in (Status.CREATED, Status.UPDATED):
            _refresh_instrument(instrument, text, today)
        decision.url = instrument.get_absolute_url()
    return decision


def decide(text: DatedText, versions: Sequence[InstrumentVersion], claims: Claims) -> Decision:
    """Say what becomes of a text, given what its instrument has and what this run has brought in before it."""
    paths = {file.row.path for file in text.files}
    version = _version_of(text, paths, versions)
    if version is None:
        first = claims.dates.get(text.effective_on)
        if first is not None:
            return Decision(Status.SKIPPED, f"{SECOND_FILE}: {first}")
        return Decision(Status.CREATED)
    if version.pk in claims.versions:
        return Decision(Status.SKIPPED, f"{SECOND_FILE}: {claims.versions[version.pk]}", version)
    stored = {source.path: source for source in version.source_files.all() if not source.set_aside}
    is_same_text = text_digest(text.text) in (version.imported_digest, version.source_digest)
    if set(stored) != paths:
        if is_same_text:
            return Decision(Status.UNCHANGED, version=version)
        if paths < set(stored):
            return Decision(Status.SKIPPED, f"{INCOMPLETE_CODE}: {len(stored)} files", version)
        if not set(stored) < paths:
            first = next(iter(stored), "entered in the admin")
            return Decision(Status.SKIPPED, f"{SECOND_FILE}: {first}", version)
    elif all(
        _is_as_before(file.digest, file.row.facts, file.row.source_name, stored[file.row.path]) for file in text.files
    ):
        return Decision(Status.UNCHANGED, version=version)
    return _may_update(text, version, versions)


def _may_update(text: DatedText, version: InstrumentVersion, versions: Sequence[InstrumentVersion]) -> Decision:
    if version.locked:
        return Decision(Status.SKIPPED, LOCKED, version)
    if version.has_unpublished_changes or not version.live:
        return Decision(Status.SKIPPED, OPEN_DRAFT, version)
    by_hand = version.latest_revision is not None and version.latest_revision.user_id is not None
    if by_hand or version.source_digest != version.imported_digest:
        return Decision(Status.SKIPPED, f"{EDITED_HERE}: the source has changed as well", version)
    if any(other.pk != version.pk and other.effective_on == text.effective_on for other in versions):
        return Decision(Status.SKIPPED, f"{SECOND_FILE}: its date has moved to that of another text", version)
    return Decision(Status.UPDATED, version=version)


def _version_of(text: DatedText, paths: set[str], versions: Sequence[InstrumentVersion]) -> InstrumentVersion | None:
    for version in versions:
        if any(source.path in paths and not source.set_aside for source in version.source_files.all()):
            return version
    return next((version for version in versions if version.effective_on == text.effective_on), None)


def _is_as_before(digest: str, facts: dict[str, Any], source_name: str, stored: SourceFile) -> bool:
    """Whether a file says what it said. What another source says differently of the same text is no change."""
    return digest == stored.digest and (
        stored.facts.get("source") != source_name or {**facts, "source": source_name} == stored.facts
    )


# -- storing ---------------------------------------------------------------------------------------------------------


def _find(work: Work, *, lock: bool = False) -> Instrument | None:
    title_key, region, level = work.identity
    found = Instrument.objects.filter(title_key=title_key, region=region, level=level)
    return (found.select_for_update() if lock else found).first()


def _known_paths(work: Work) -> set[str]:
    title_key, region, level = work.identity
    return set(
        SourceFile.objects.filter(
            version__instrument__title_key=title_key,
            version__instrument__region=region,
            version__instrument__level=level,
            set_aside=False,
        ).values_list("path", flat=True)
    )


def _create_instrument(work: Work, text: DatedText, today: date) -> Instrument:
    title = work.title
    if slugs.normalised_title(text.parsed.title) == slugs.normalised_title(title):
        title = text.parsed.title  # the text's own title line has 中华人民共和国, where a list leaves it out
    instrument = Instrument(
        title=title,
        level=work.level,
        region=work.region,
        aliases="\n".join(obvious_aliases(title)),
        slug=work.slug or claim_slug(work.title, work.region, work.level),
        is_public=True,
    )
    instrument.derive()
    # bulk_create: what save() would announce and index is announced and indexed once, with the text.
    Instrument.objects.bulk_create([instrument])
    return instrument


def _refresh_instrument(instrument: Instrument, text: DatedText, today: date) -> None:
    """Fill in what the text tells of its instrument; what is filled in already stays."""
    row = text.row
    instrument.issuing_authority = instrument.issuing_authority or extract_authority(
        instrument.title, text.parsed.head, instrument.level
    )
    instrument.category = instrument.category or row.category
    instrument.source_name = row.source_name or instrument.source_name
    instrument.source_url = row.source_url or instrument.source_url
    instrument.checked_on = today
    Instrument.objects.filter(pk=instrument.pk).update(
        issuing_authority=instrument.issuing_authority[:200],
        category=instrument.category[:60],
        source_name=instrument.source_name[:200],
        source_url=instrument.source_url,
        checked_on=today,
        updated_at=clock.now(),
    )
    _index_for_admin(instrument)


def _facts_of(text: DatedText) -> dict[str, Any]:
    dates = text.dates
    return {
        "effective_on": dates.effective_on,
        "effective_basis": dates.effective_basis,
        "adopted_on": dates.adopted_on,
        "promulgated_on": dates.promulgated_on,
        "amended_on": dates.amended_on,
        "expired_on": dates.expired_on,
        "is_repealed": text.is_repealed,
        "document_number": extract_document_number(text.parsed.head)[:120],
        "source_text": text.text,
        "imported_digest": text_digest(text.text),
    }


def _create_version(instrument: Instrument, text: DatedText) -> InstrumentVersion:
    moment = clock.now()
    version = InstrumentVersion(
        instrument=instrument, live=True, first_published_at=moment, last_published_at=moment, **_facts_of(text)
    )
    InstrumentVersion.objects.bulk_create([version])
    _record_and_derive(version, text, "wagtail.create")
    return version


def _update_version(version: InstrumentVersion, text: DatedText) -> None:
    facts = _facts_of(text)
    for name, value in facts.items():
        setattr(version, name, value)
    InstrumentVersion.objects.filter(pk=version.pk).update(**facts, last_published_at=clock.now())
    _record_and_derive(version, text, "wagtail.edit")


def _record_and_derive(version: InstrumentVersion, text: DatedText, action: str) -> None:
    """What Wagtail's own publishing does, once instead of four times over: a revision, the history, what follows."""
    content_type = ContentType.objects.get_for_model(InstrumentVersion, for_concrete_model=False)
    revision = Revision.objects.create(
        content_type=content_type,
        base_content_type=content_type,
        object_id=str(version.pk),
        content=version.serializable_data(),
        object_str=str(version),
    )
    version.latest_revision = version.live_revision = revision
    InstrumentVersion.objects.filter(pk=version.pk).update(latest_revision=revision, live_revision=revision)
    paths = [file.row.path for file in text.files]
    log(instance=version, action=action, revision=revision, content_changed=True, data={"imported": paths})
    derive(version, text.parsed, drain_on_commit=False)
    SourceFile.objects.filter(version=version, set_aside=False).delete()
    SourceFile.objects.filter(version=version, path__in=paths).delete()
    SourceFile.objects.bulk_create(_source_files(version, text, set_aside=False))
    _index_for_admin(version)


def _set_aside(version: InstrumentVersion, text: DatedText) -> None:
    """Keep in mind a second file of the same date, for editors."""
    known = set(version.source_files.values_list("path", flat=True))
    rows = [row for row in _source_files(version, text, set_aside=True) if row.path not in known]
    SourceFile.objects.bulk_create(rows)


def _source_files(version: InstrumentVersion, text: DatedText, *, set_aside: bool) -> list[SourceFile]:
    moment = clock.now()
    return [
        SourceFile(
            version=version,
            path=file.row.path[:500],
            position=position,
            digest=file.digest,
            facts={**file.row.facts, "source": file.row.source_name},
            set_aside=set_aside,
            imported_at=moment,
        )
        for position, file in enumerate(text.files)
    ]


def _index_for_admin(thing: Instrument | InstrumentVersion) -> None:
    """Put it into the admin's own search, which listens to save() only."""
    admin_index.insert_or_update_object(thing)
