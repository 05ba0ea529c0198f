"""What every form of the message board shares that hands its values to a service."""

from __future__ import annotations

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class TakingForm(forms.Form):
    """Shows what a service refused, at the field it is about."""

    def take(self, error: ValidationError) -> None:
        """Add the errors of a service."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)
