"""What a browser sends from the directory's forms."""

from __future__ import annotations

from typing import Any

INSTITUTION = {
    "kind": "law_firm",
    "name": "示范新律师事务所",
    "former_names": "",
    "status": "listed",
    "unified_social_credit_code": "",
    "licence_number": "",
    "founded_on": "",
    "ceased_on": "",
    "district": "示范区",
    "registered_address": "示范市示范区法治路1号",
    "map_url": "",
    "latitude": "",
    "longitude": "",
    "telephone": "000-12345678",
    "opening_hours": "",
    "website": "",
    "languages": "普通话",
    "other_fields": "",
    "source_name": "示范市司法局",
    "source_url": "",
    "checked_on": "",
}
PRACTITIONER = {
    "kind": "lawyer",
    "name": "示例新",
    "photo": "",
    "status": "listed",
    "licence_number": "10000202110000001",
    "first_licensed_on": "2021-05-01",
    "ceased_on": "",
    "languages": "",
    "other_fields": "",
    "biography": "",
    "source_name": "",
    "source_url": "",
    "checked_on": "",
}
RECORD = {
    "document_number": "示司罚决字〔2026〕第77号",
    "authority": "示范市司法局",
    "decided_on": "2026-01-05",
    "cause": "在同一案件中为双方当事人担任代理人",
    "amount": "",
    "suspended_from": "",
    "suspended_until": "",
    "display_from": "2026-01-10",
    "display_until": "2027-01-09",
    "source_name": "示范市司法局",
    "source_url": "",
}


def places(*rows: dict[str, Any], known: int = 0) -> dict[str, Any]:
    """The rows of where a practitioner works; the first ``known`` of them are there already."""
    sent: dict[str, Any] = {
        "affiliations-TOTAL_FORMS": len(rows),
        "affiliations-INITIAL_FORMS": known,
        "affiliations-MIN_NUM_FORMS": 0,
        "affiliations-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        for name, value in {"institution": "", "role": "", "started_on": "", "ended_on": "", **row}.items():
            sent[f"affiliations-{number}-{name}"] = value
    return sent
