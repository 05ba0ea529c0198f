"""Every rule over one question, in the order in which a person should read what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.consultations.screening.abuse import abuse
from portal.consultations.screening.asked import Asked, RuleCode, Suggestion
from portal.consultations.screening.danger import danger
from portal.consultations.screening.initial_authorities import AuthorityHints, initial_authorities
from portal.consultations.screening.limitation import limitation
from portal.consultations.screening.need import not_genuine_need
from portal.consultations.screening.pending import pending_case
from portal.consultations.screening.people import language, minor
from portal.consultations.screening.privacy import personal_data, state_secret
from portal.consultations.screening.repeated import related_matter, repeated_question
from portal.consultations.screening.scope import out_of_scope


def urgent_signs(text: str) -> tuple[Suggestion, ...]:
    """What must be seen in any text of a citizen, the question or what is added later: a secret, a danger."""
    asked = Asked(text)
    return (*state_secret(asked), *danger(asked))


def screen(asked: Asked, today: date, authorities: Sequence[AuthorityHints] | None = None) -> tuple[Suggestion, ...]:
    """What the rules suggest about a question; the most urgent first. ``today`` is the day in Asia/Shanghai;
    without ``authorities``, the initial ones are known.

    Nothing is refused here. Whoever may be in danger is told nothing of abuse or scope: a cry for help is neither; the
    topic chosen alone is no cry. A text in
    another language is not judged by rules that read Chinese.
    """
    found = [*state_secret(asked), *danger(asked), *minor(asked), *language(asked), *personal_data(asked)]
    rules = {one.rule for one in found}
    found += [*limitation(asked, today), *pending_case(asked), *repeated_question(asked), *related_matter(asked)]
    is_cry = any(one.rule is RuleCode.DANGER and one.spans for one in found)
    if RuleCode.LANGUAGE not in rules and not is_cry:
        found += [*abuse(asked), *not_genuine_need(asked)]
        if not any(one.rule in (RuleCode.ABUSE, RuleCode.NOT_GENUINE_NEED) for one in found):
            found += out_of_scope(asked, initial_authorities() if authorities is None else authorities)
    return tuple(sorted(found, key=lambda one: -one.urgency))
