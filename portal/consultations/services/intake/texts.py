"""The texts that hold on a day: the latest version whose day has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

from portal.consultations.models import PrivacyRules, RiskNotice, ServiceAgreement, ServiceRules
from portal.consultations.models.agreements import VersionedText

Text = TypeVar("Text", bound=VersionedText)


@dataclass(frozen=True, slots=True)
class CurrentTexts:
    """What a citizen is shown and agrees to on a day."""

    risk_notice: RiskNotice
    agreement: ServiceAgreement
    privacy_rules: PrivacyRules
    service_rules: ServiceRules


def current_text(model: type[Text], day: date) -> Text:
    """The version that holds on a day; raises ImproperlyConfigured where there is none (``migrate`` sows the first)."""
    found = model._default_manager.filter(effective_on__lte=day).order_by("-effective_on", "-pk").first()
    if found is None:
        raise ImproperlyConfigured(f"No {model.__name__} holds on {day}: run migrate, or write one in the admin.")
    return found


def current_texts(day: date) -> CurrentTexts:
    """All four (4 queries)."""
    return CurrentTexts(
        risk_notice=current_text(RiskNotice, day),
        agreement=current_text(ServiceAgreement, day),
        privacy_rules=current_text(PrivacyRules, day),
        service_rules=current_text(ServiceRules, day),
    )


def current_service_rules(day: date) -> ServiceRules:
    """The rules in force on a day (article 37)."""
    return current_text(ServiceRules, day)
