"""Closed cases, and a purge that another person approved."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from portal.common import clock
from portal.consultations.models import Consultation
from portal.consultations.services.citizen import acts as citizen_acts
from portal.retention.models import PurgeItem, PurgeRun
from portal.retention.services import purging
from tests.consultations import builders
from tests.consultations.records.lives import fresh

YEARS = {"days": 2 * 366 + 2}


def closed(**values: Any) -> Consultation:
    case = builders.answered(**values)
    citizen_acts.rate(case, case.answers.first(), 5, by=builders.asker(case))
    return fresh(case)


def run_of(*cases: Consultation) -> PurgeRun:
    run = PurgeRun.objects.create(
        state="approved", proposed_at=clock.now(), decided_by=builders.person("administrator")
    )
    PurgeItem.objects.bulk_create(PurgeItem(run=run, case_id=case.pk) for case in cases)
    return run


def purged(case: Consultation) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        purging.purge_case(case.pk, run_of())
