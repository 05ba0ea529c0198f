"""Making a draft of a text that an editor brings, with its instrument if that is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.laws.models import EffectiveBasis, Instrument, InstrumentVersion


@dataclass(frozen=True, slots=True)
class NewInstrument:
    """What must be known of a law to make it."""

    title: str
    level: str
    region: str = ""
    issuing_authority: str = ""
    source_name: str = ""
    source_url: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What is known of a text besides its words."""

    effective_on: date | None = None
    effective_basis: str = EffectiveBasis.UNKNOWN
    adopted_on: date | None = None
    promulgated_on: date | None = None
    amended_on: date | None = None
    document_number: str = ""


def draft_text(
    work: Instrument | NewInstrument, facts: DraftFacts, source_text: str, *, user: Any
) -> InstrumentVersion:
    """Save a text as a draft of an instrument, which is made if it is new; ValidationError when it cannot be."""
    with transaction.atomic():
        instrument = work if isinstance(work, Instrument) else _new_instrument(work, user)
        version = InstrumentVersion(
            instrument=instrument,
            source_text=source_text,
            live=False,
            effective_on=facts.effective_on,
            effective_basis=facts.effective_basis,
            adopted_on=facts.adopted_on,
            promulgated_on=facts.promulgated_on,
            amended_on=facts.amended_on,
            document_number=facts.document_number,
        )
        version.full_clean()
        version.save()
        revision = version.save_revision(user=user)
        log(instance=version, action="wagtail.create", user=user, revision=revision, content_changed=True)
    return version


def submit_for_review(version: InstrumentVersion, *, user: Any) -> None:
    """Hand a draft to the review; ValidationError where no review is set up."""
    workflow = version.get_workflow()
    if workflow is None:
        raise ValidationError(_("没有设置审核流程，请告诉系统管理员。草稿已保存。"))
    workflow.start(version, user)


def _new_instrument(new: NewInstrument, user: Any) -> Instrument:
    instrument = Instrument(
        title=new.title,
        level=new.level,
        region=new.region,
        issuing_authority=new.issuing_authority,
        source_name=new.source_name,
        source_url=new.source_url,
        checked_on=new.checked_on,
    )
    instrument.full_clean(exclude=["slug", "title_key", "short_title"])
    instrument.save()
    log(instance=instrument, action="wagtail.create", user=user, content_changed=True)
    return instrument
