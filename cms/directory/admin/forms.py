"""What the directory's forms share: errors stand beside their field, and a model's complaint about a column that no form shows
does not end in an error page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.admin.forms import WagtailAdminModelForm


class DirectoryForm(WagtailAdminModelForm):
    """A form whose values a service writes: it checks, and never saves."""

    def values(self) -> dict[str, Any]:
        """What a service is handed: of a row that exists only what this person changed, so that another's change to
        another field is kept."""
        plain = [name for name in self.cleaned_data if not self._is_many(name)]
        if self.instance.pk is not None:
            plain = [name for name in plain if name in self.changed_data]
        return {name: self.cleaned_data[name] for name in plain}

    def refuse(self, error: ValidationError) -> None:
        """Show what a service refused."""
        self._update_errors(error)

    def save(self, commit: bool = True) -> Any:
        """Raises NotImplementedError: a service writes."""
        raise NotImplementedError

    def _update_errors(self, errors: ValidationError) -> None:
        """Leave columns derived from others out: what is wrong with them stands beside what they are derived from."""
        if hasattr(errors, "error_dict"):
            shown = {name: found for name, found in errors.error_dict.items() if name in self.fields}
            elsewhere = [one for name, found in errors.error_dict.items() if name not in self.fields for one in found]
            general = errors.error_dict.get(NON_FIELD_ERRORS, [] if shown else elsewhere)
            if general:
                shown[NON_FIELD_ERRORS] = general
            errors = ValidationError(shown)
        super()._update_errors(errors)

    def _is_many(self, name: str) -> bool:
        return any(field.name == name for field in self._meta.model._meta.many_to_many)
