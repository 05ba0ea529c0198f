"""Start-up checks."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from cms.wording.admin.forms import WordingCheckedForm
from cms.wording.checked import WordingCheckedMixin


@register()
def checked_pages_have_checking_forms(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A page type with a form of its own would otherwise publish without asking."""
    return [
        Error(
            f"{model.__name__}'s form does not check its words.",
            hint="Derive its base_form_class from cms.wording.admin.forms.WordingCheckedForm.",
            obj=model,
            id="wording.E001",
        )
        for model in get_page_models()
        if issubclass(model, WordingCheckedMixin) and not issubclass(_form_of(model), WordingCheckedForm)
    ]


def _form_of(model: Any) -> type:
    form_class: type = model.get_edit_handler().get_form_class()
    return form_class
