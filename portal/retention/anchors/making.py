"""Anchoring: each night the ends of all records that grew are put under one signed root, chained to the night before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, IntegerField, OuterRef, Q, Subquery

from portal.common import clock
from portal.common.audit.models import AuditEntry
from portal.common.clock import SHANGHAI
from portal.common.hash_chain import GENESIS
from portal.common.merkle import root_of
from portal.common.signatures import public_key, sign
from portal.consultations.models import ConsultationEvent, RecordHead
from portal.retention.anchors.statements import (
    digest_of_statement,
    leaf_of,
    path_of_day,
    statement_of,
    write_file,
)
from portal.retention.models import AnchoredHead, PurgedCase, RecordAnchor

BATCH = 500
End = tuple[int, int, str]
"""A record's end: the case's internal number, the event's place, its digest."""


def anchor_records() -> list[RecordAnchor]:
    """Anchor every day that is over and has no anchor yet, oldest first; gives those made now. The first anchor is yesterday's
    and holds all there was. Run twice, or by two at once, a day is anchored once. A file that is missing is written again."""
    made = []
    for day in _days_owed():
        try:
            with transaction.atomic():
                made.append(_anchor(day))
        except IntegrityError:  # another process was quicker
            break
    for anchor in RecordAnchor.objects.order_by("day").iterator():
        if not path_of_day(anchor.day).exists():
            write_file(anchor)
    return made


def _days_owed() -> Iterator[date]:
    yesterday = clock.today() - timedelta(days=1)
    last = RecordAnchor.objects.order_by("-day").values_list("day", flat=True).first()
    day = yesterday if last is None else last + timedelta(days=1)
    while day <= yesterday:
        yield day
        day += timedelta(days=1)


def _anchor(day: date) -> RecordAnchor:
    end = datetime.combine(day + timedelta(days=1), time(0), SHANGHAI)
    ends = sorted([*_grown(end), *_purged(day)])
    previous = RecordAnchor.objects.order_by("-day").first()
    root = root_of([leaf_of(sequence, digest) for _case, sequence, digest in ends])
    before = previous.digest if previous is not None else GENESIS
    audit, made_at = _audit_end(end), clock.now()
    statement = statement_of(day, len(ends), root, before, audit, made_at)
    anchor = RecordAnchor.objects.create(
        day=day,
        count=len(ends),
        root=root,
        previous=before,
        audit_sequence=audit[0],
        audit_digest=audit[1],
        statement=statement.decode(),
        digest=digest_of_statement(statement.decode()),
        signature=sign(statement),
        public_key=public_key(),
        made_at=made_at,
    )
    AnchoredHead.objects.bulk_create(
        (
            AnchoredHead(anchor=anchor, place=place, case_id=case, sequence=sequence, digest=digest)
            for place, (case, sequence, digest) in enumerate(ends)
        ),
        batch_size=BATCH,
    )
    return anchor


def _grown(end: datetime) -> Iterator[End]:
    """Records that have events before ``end`` which no anchor holds yet."""
    anchored = AnchoredHead.objects.filter(case_id=OuterRef("pk")).order_by("-sequence").values("sequence")[:1]
    heads = RecordHead.objects.annotate(anchored=Subquery(anchored, output_field=IntegerField()))
    grown = heads.filter(Q(anchored__isnull=True) | Q(sequence__gt=F("anchored"))).order_by("pk")
    rows = iter(list(grown.values_list("pk", "anchored")))
    while batch := dict(islice(rows, BATCH)):
        events = ConsultationEvent.objects.filter(consultation__in=batch, at__lt=end).order_by("sequence")
        last: dict[int, End] = {}
        for case, sequence, digest in events.values_list("consultation", "sequence", "digest"):
            last[case] = (case, sequence, digest)
        yield from (found for found in last.values() if found[1] > (batch[found[0]] or 0))


def _purged(day: date) -> Iterator[End]:
    """Records that were purged before their end was anchored."""
    anchored = AnchoredHead.objects.filter(case_id=OuterRef("case_id"), sequence__gte=OuterRef("head_sequence"))
    rows = PurgedCase.objects.filter(~Exists(anchored), purged_on__lte=day)
    yield from rows.values_list("case_id", "head_sequence", "head_digest")


def _audit_end(end: datetime) -> tuple[int, str]:
    sealed = AuditEntry.objects.filter(sequence__isnull=False, at__lt=end).order_by("-sequence")
    return cast("tuple[int, str] | None", sealed.values_list("sequence", "digest").first()) or (0, GENESIS)
