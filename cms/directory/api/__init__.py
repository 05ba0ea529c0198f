"""The directory's part of the read API: institutions, practitioners, penalties, sanctions. All of it is computed for the day
it is asked and ``no-store``: what has lapsed or was withdrawn is in no answer and in no cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    """Bring our viewsets to the router of ``/api/v2/``."""
    from cms.directory.api.entries import InstitutionViewSet, PractitionerViewSet
    from cms.directory.api.records import AdministrativePenaltyViewSet, ProfessionalSanctionViewSet

    router.register("institutions", InstitutionViewSet, basename="api_institution")
    router.register("practitioners", PractitionerViewSet, basename="api_practitioner")
    router.register("administrative-penalties", AdministrativePenaltyViewSet, basename="api_administrative_penalty")
    router.register("professional-sanctions", ProfessionalSanctionViewSet, basename="api_professional_sanction")
