"""What the staff writes freely and might repeat what is personal lies encrypted: explanations of answers, reasons of days, where to
turn instead, outcomes of erasure. May be taken back: the words are then plain again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import portal.common.encryption
from portal.common.encryption import decrypt, encrypt

BATCH = 500
FIELDS = {
    "answer": {"late_explanation": 500, "correction_reason": 500},
    "answercitation": {"date_reason": 200},
    "refusal": {"instead": 500},
    "erasurerequest": {"outcome": 300},
}
WRITTEN = {
    "correction_reason": django.db.models.lookups.GreaterThan(
        django.db.models.functions.text.Length(models.F("correction_reason")), 0
    ),
    "date_reason": django.db.models.lookups.GreaterThan(
        django.db.models.functions.text.Length(models.F("date_reason")), 0
    ),
    "instead": django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length(models.F("instead")), 0),
}
CONSTRAINTS = {
    "answer": "correction_explains_itself",
    "answercitation": "citation_of_another_day_says_why",
    "refusal": "refusal_says_where_to_go",
}


def _each(change: Callable[[str], str], among: Mapping[str, Mapping[str, int]] = FIELDS) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        for name, fields in among.items():
            model = apps.get_model("consultations", name)
            last = 0
            while rows := list(model.objects.filter(pk__gt=last).order_by("pk").only("pk", *fields)[:BATCH]):
                last = rows[-1].pk
                for row in rows:
                    for field in fields:
                        text = getattr(row, field)
                        setattr(row, field, change(text) if text else "")
                model.objects.bulk_update(rows, list(fields), batch_size=100)

    return run


def _fields(make: Callable[[str, int], models.Field]) -> list[Any]:
    return [
        migrations.AlterField(name, field, make(field, longest))
        for name, fields in FIELDS.items()
        for field, longest in fields.items()
    ]


LABELS = {
    "late_explanation": "延误的说明",
    "correction_reason": "更正的说明",
    "date_reason": "为什么适用这一天的规定",
    "instead": "还可以怎么办",
    "outcome": "处理结果和保留其余内容的理由",
}


def _more(field: str) -> dict[str, Any]:
    more: dict[str, Any] = {} if field == "instead" else {"blank": True, "default": ""}
    if field == "late_explanation":
        more["help_text"] = "逾期的答复必须向咨询人说明原因（第二十三条）。"
    return more


def _plain(field: str, _longest: int) -> models.Field:
    return models.TextField(verbose_name=LABELS[field], **_more(field))


def _encrypted(field: str, _longest: int) -> models.Field:
    return portal.common.encryption.EncryptedTextField(verbose_name=LABELS[field], **_more(field))


class Migration(migrations.Migration):
    dependencies = [("consultations", "0010_wishes_of_law_changes")]
    operations = [
        *(migrations.RemoveConstraint(model_name=name, name=constraint) for name, constraint in CONSTRAINTS.items()),
        *_fields(_plain),
        migrations.RunPython(_each(encrypt), _each(decrypt)),
        *_fields(_encrypted),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "correction"), _negated=True),
                    models.Q(("corrects__isnull", False), WRITTEN["correction_reason"]),
                    _connector="OR",
                ),
                name="correction_explains_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="answercitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("cited_on", "today"), WRITTEN["date_reason"], _connector="OR"),
                name="citation_of_another_day_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.CheckConstraint(condition=models.Q(WRITTEN["instead"]), name="refusal_says_where_to_go"),
        ),
    ]
