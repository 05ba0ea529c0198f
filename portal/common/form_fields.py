"""Days and moments that people type in forms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

YEARS = range(1900, 9000)
"""Reckoning from the first or the last day of all raises. A day far ahead is a date: each form says why it is not meant."""


class DayField(forms.DateField):
    """A day of a year somebody may mean."""

    def to_python(self, value: Any) -> date | None:
        """The day; another year is no more a date than other words are."""
        day: date | None = super().to_python(value)
        return _meant(self, day)


class MomentField(forms.DateTimeField):
    """A day and an hour of a year somebody may mean."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment, like a day."""
        moment: datetime | None = super().to_python(value)
        return _meant(self, moment)


def _meant(field: forms.Field, day: Any) -> Any:
    if day is not None and day.year not in YEARS:
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return day
