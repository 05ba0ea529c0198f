"""What the addresses of the law library take in their query string."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cms.laws.models import Effectivity, Level
from cms.laws.parser.tree import ProvisionKind
from portal.common.api.parameters import DayField, Parameters

# ``amended`` is a state of a text; an instrument, seen whole, has one of these.
INSTRUMENT_EFFECTIVITIES = (
    Effectivity.IN_FORCE,
    Effectivity.NOT_YET_EFFECTIVE,
    Effectivity.REPEALED,
    Effectivity.UNKNOWN,
)
ORDERINGS = ("slug", "updated_at", "-updated_at")


class MomentField(serializers.DateTimeField):
    """A moment that every database can store in UTC."""

    default_error_messages: ClassVar = {"range": _("时间超出可处理的范围。")}

    def to_internal_value(self, value: Any) -> datetime:
        """Read the moment; what lies at the very edge of the calendar is refused."""
        try:
            moment = super().to_internal_value(value)
        except OverflowError:
            self.fail("range")
        if not 1900 <= moment.year <= 9000:
            self.fail("range")
        return moment.astimezone(UTC)


class DayParameters(Parameters):
    """For which day."""

    on = DayField(required=False, help_text="The day asked about, YYYY-MM-DD; today (Asia/Shanghai) if left out.")


class InstrumentListParameters(DayParameters):
    """How the list of instruments is cut down and ordered."""

    level = serializers.ChoiceField(choices=Level.values, required=False)
    region = serializers.CharField(required=False, max_length=40, help_text="Exact, e.g. 北京.")
    authority = serializers.CharField(required=False, max_length=200, help_text="The issuing authority, exact.")
    category = serializers.CharField(required=False, max_length=60, help_text="Exact.")
    topic = serializers.CharField(required=False, max_length=40, help_text="The code of a topic, e.g. labour.")
    effectivity = serializers.ChoiceField(
        choices=[choice.value for choice in INSTRUMENT_EFFECTIVITIES],
        required=False,
        help_text="What the instrument is on the day asked about.",
    )
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Part of the title, or of another name."
    )
    updated_since = MomentField(
        required=False, help_text="Only what was changed at or after this moment, e.g. 2026-11-22T00:00:00Z."
    )
    ordering = serializers.ChoiceField(
        choices=ORDERINGS, required=False, default="slug", help_text="Ties are broken by slug."
    )


class ProvisionsOfInstrumentParameters(DayParameters):
    """Which provisions of an instrument."""

    number = serializers.RegexField(
        r"^[0-9]{1,4}(-[0-9]{1,3}){0,2}$",
        required=False,
        help_text="The number, with the inserted number after a hyphen: 39, 133-1.",
        error_messages={"invalid": _("编号应写作 39 或 133-1。")},
    )
    locator = serializers.RegexField(
        r"^[0-9a-z]+([-~][0-9a-z]+)*$",
        required=False,
        max_length=120,
        help_text="Exactly one place: 39-p2-i1, annex-1-art-3, ch-2. Finds provisions of every kind.",
        error_messages={"invalid": _("定位应写作 39、133-1、39-p2-i1 或 annex-1-art-3。")},
    )
    kind = serializers.ChoiceField(
        choices=[kind.value for kind in ProvisionKind],
        required=False,
        help_text="article, unless a locator is given.",
    )


class ProvisionListParameters(ProvisionsOfInstrumentParameters):
    """Which provisions, and of which instrument: a list of all laws' provisions would help nobody."""

    instrument = serializers.RegexField(
        r"^[0-9a-z-]+$",
        max_length=100,
        help_text="The slug of the instrument.",
        error_messages={
            "required": _("请用 instrument 参数指明法律法规的网址名（slug），例如 ?instrument=SLUG&number=39。"),
            "invalid": _("instrument 应为法律法规的网址名（slug）。"),
        },
    )
