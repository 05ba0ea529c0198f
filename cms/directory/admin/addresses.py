"""Where things of the directory stand in the admin. modeladmin names its addresses after these folders."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse

FOLDERS = {
    "institution": "institutions",
    "practitioner": "practitioners",
    "administrativepenalty": "penalties",
    "professionalsanction": "sanctions",
    "penaltykind": "penalty-kinds",
    "sanctionkind": "sanction-kinds",
    "errorreport": "reports",
    "directorynotice": "notices",
    "directoryimport": "imports",
}


def folder(model: type[Model]) -> str:
    """Everything of a model lies below ``/admin/`` and this."""
    return f"directory/{FOLDERS[str(model._meta.model_name)]}"


def list_of(model: type[Model], action: str = "index") -> str:
    """The list of a model, or another page that is about no row (``create``)."""
    return reverse(f"{folder(model).replace('/', '_')}_modeladmin_{action}")


def page_of(thing: Model, action: str = "inspect") -> str:
    """A page about one row."""
    return page_at(type(thing), thing.pk, action)


def page_at(model: type[Model], key: int, action: str = "inspect") -> str:
    """The same, of a row that was not read."""
    return reverse(f"{folder(model).replace('/', '_')}_modeladmin_{action}", args=[key])
