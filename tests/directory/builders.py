"""Invented entries, people and records for the tests of the directory."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import TestCase

from cms.directory.models import (
    AdministrativePenalty,
    Affiliation,
    DisciplinaryRecord,
    Institution,
    PenaltyKind,
    Practitioner,
    ProfessionalSanction,
    SanctionKind,
)
from cms.directory.services import records
from portal.common.chinese_ids import credit_code_check_character

TODAY = date(2026, 3, 10)
_numbers = itertools.count(1)


def credit_code(number: int) -> str:
    """A code that no body has: there is no region 000000."""
    first = f"31000000MD{number:07d}"
    return first + credit_code_check_character(first)


def institution(**values: Any) -> Institution:
    """A law firm with a credit code."""
    number = next(_numbers)
    return Institution.objects.create(
        **{
            "name": f"示范{number}律师事务所",
            "kind": "law_firm",
            "unified_social_credit_code": credit_code(number),
            "district": "示范区",
            **values,
        }
    )


def practitioner(at: Institution | None = None, **values: Any) -> Practitioner:
    """A lawyer, working at an institution when one is given."""
    number = next(_numbers)
    person = Practitioner.objects.create(
        **{"name": "示例甲", "kind": "lawyer", "licence_number": f"1000020151{number:07d}", **values}
    )
    if at is not None:
        Affiliation.objects.create(practitioner=person, institution=at, started_on=date(2020, 1, 1))
    return person


def user(*codenames: str) -> Any:
    """An account with permissions of the directory."""
    account = get_user_model().objects.create(username=f"tester-{next(_numbers)}")
    found = Permission.objects.filter(content_type__app_label="directory", codename__in=codenames)
    assert found.count() == len(codenames), codenames
    account.user_permissions.set(found)
    return get_user_model().objects.get(pk=account.pk)


def clerk() -> Any:
    """Who drafts records, edits entries, answers reports."""
    names = [f"{act}_{model}" for act in ("add", "change", "delete") for model in _RECORDS]
    names += [f"{act}_{model}" for act in ("add", "change", "delete") for model in ("institution", "practitioner")]
    return user(*names, "change_errorreport")


def approver() -> Any:
    """Who approves and withdraws; may write as well, so that only the four eyes stand in the way."""
    names = [f"{act}_{model}" for act in ("add", "change", "approve", "withdraw") for model in _RECORDS]
    return user(*names)


_RECORDS = ("administrativepenalty", "professionalsanction")


def penalty_values(
    subject: Institution | Practitioner, code: str = "lawyers-47-warning", **values: Any
) -> dict[str, Any]:
    """What a clerk types of a penalty."""
    return {
        subject._meta.model_name: subject,
        "decided_on": date(2026, 1, 5),
        "authority": "示范市示范区司法局",
        "document_number": f"示司罚决字〔2026〕第{next(_numbers)}号",
        "cause": "在同一案件中为双方当事人担任代理人",
        "kind": PenaltyKind.objects.get(code=code),
        "display_from": date(2026, 1, 10),
        "display_until": date(2027, 1, 9),
        "source_name": "示范市司法局",
        **values,
    }


def sanction_values(subject: Institution | Practitioner, code: str = "bar-admonition", **values: Any) -> dict[str, Any]:
    """What a clerk types of a sanction."""
    shared = penalty_values(subject) | {"authority": "示范市律师协会", "kind": SanctionKind.objects.get(code=code)}
    return shared | values


SUSPENSION = {
    "code": "lawyers-48-suspension",
    "suspended_from": date(2026, 1, 15),
    "suspended_until": date(2026, 7, 14),
}


def shown_penalty(subject: Institution | Practitioner, **values: Any) -> AdministrativePenalty:
    """A penalty that another person approved."""
    return _shown(AdministrativePenalty, penalty_values(subject, **values))


def shown_sanction(subject: Institution | Practitioner, **values: Any) -> ProfessionalSanction:
    """A sanction that another person approved."""
    return _shown(ProfessionalSanction, sanction_values(subject, **values))


def _shown(model: Any, values: dict[str, Any], today: date = TODAY) -> Any:
    writer = clerk()
    record: DisciplinaryRecord = records.draft_record(model, values, by=writer)
    records.submit_record(record, by=writer, today=today)
    return records.approve_record(record, by=approver(), today=today)


def committed() -> Any:
    """Runs what waits for the commit: outbox rows are drained."""
    return TestCase.captureOnCommitCallbacks(execute=True)
