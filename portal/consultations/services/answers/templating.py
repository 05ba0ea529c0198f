"""Prepared answers: a resident's own, or an institution's. They are nobody else's, and hold nothing of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.editor.checking import LABELS
from portal.consultations.editor.citing import CitationRow, read_rows
from portal.consultations.editor.findings import find_all, identity_of, named
from portal.consultations.models import AnswerTemplate, Consultation, ResidentInstitution, ResidentStaff
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.querysets import SUPPORT
from portal.consultations.policies import resident_of


def home_of(user: Any) -> ResidentInstitution | None:
    """The resident institution that somebody writes templates for: a resident's, or the back office's own."""
    staff = resident_of(user)
    if staff is not None:
        return staff.resident_institution
    if not user.has_perm(SUPPORT) or not user.institution_id:
        return None
    return ResidentInstitution.objects.filter(institution=user.institution_id).first()


def may_change(user: Any, template: AnswerTemplate) -> bool:
    """Residents change their own; the back office those of the institution."""
    staff = resident_of(user)
    if template.staff_id is not None:
        return staff is not None and template.staff_id == staff.pk
    home = home_of(user)
    return user.has_perm(SUPPORT) and home is not None and template.resident_institution_id == home.pk


def save_template(template: AnswerTemplate, articles: Sequence[str], *, by: Any) -> AnswerTemplate:
    """Save a template with its articles, as words that are read on today's law.

    Raises ValidationError by field (an article that is not there, a contact or a name), PermissionDenied for another's.
    """
    staff, home = resident_of(by), home_of(by)
    if home is None:
        raise PermissionDenied(_("只有驻场人员和驻场机构后台可以写模板。"))
    if template.pk is None:
        template.resident_institution = home
        template.staff = staff
    elif not may_change(by, template):
        raise PermissionDenied(_("这个模板不是您的。"))
    template.citations = _read(articles)
    _demand_nobody_named(template, staff)
    with transaction.atomic():
        template.save()
    return template


def delete_template(template: AnswerTemplate, *, by: Any) -> None:
    """Throw a template away."""
    if not may_change(by, template):
        raise PermissionDenied(_("这个模板不是您的。"))
    template.delete()


def _read(articles: Sequence[str]) -> list[dict[str, Any]]:
    rows = [CitationRow(words=words) for words in articles]
    read = read_rows(rows, Consultation(), clock.today())
    wrong = [f"{one.row.words}：{words}" for one in read for words in one.errors.values()]
    if wrong:
        raise ValidationError({"articles": wrong})
    kept = []
    for one in read:
        article = one.article
        assert article is not None  # a row with words has an article or an error
        was = {
            "instrument": article.instrument_slug,
            "locator": article.locator,
            "read_on": article.read_on.isoformat(),
            "digest": article.digest,
            "title": article.written,
        }
        kept.append({"words": article.written, "was": was})
    return kept


def _demand_nobody_named(template: AnswerTemplate, staff: ResidentStaff | None) -> None:
    texts = {name: text for name in SECTIONS if (text := getattr(template, name).strip())}
    errors: dict[str, list[str]] = {}
    for one in find_all(texts, LABELS, identity_of(staff), clock.today()):
        if one.blocks:
            errors.setdefault(one.field, []).append(
                _("不能发出的词：%(words)s。%(why)s") % {"words": named([one]), "why": one.finding.rule.reason}
            )
    if errors:
        raise ValidationError(errors)
