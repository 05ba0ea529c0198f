"""Article 29, paragraph 2: the same person, the same facts, already answered, again and again; and the same text from others,
which is one matter of a group (群体性) and nobody's repetition."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.consultations.screening.asked import Asked, Earlier, RuleCode, Suggestion, Urgency
from portal.consultations.screening.fingerprints import SAME, SAME_OF_OTHERS, is_same

ARTICLE = "第二十九条第二款"
GROUP_TOLD = 10
"""People with the same text from which the supervisor is told."""


def repeated_question(asked: Asked) -> Iterator[Suggestion]:
    """The second time links the answer and offers 追问; from the third a refusal may be considered.

    A question that its author can no longer open (a lost passphrase) is asked again for a good reason and is not counted.
    """
    answered = [
        one
        for one in asked.earlier
        if one.same_person and one.answered and not one.lost and is_same(asked.text, one.text, SAME)
    ]
    if not answered:
        return
    if len(answered) == 1:
        why = _(
            "同一个人就同样的事问过一次，已经解答。请把原来的解答链接给提问人，并提示可以追问；这是第二次，"
            "不作为拒绝的理由。"
        )
    else:
        why = _(
            "同一个人就同样的事已经得到%(number)d次解答，这是第%(time)d次。请看有没有新的事实；没有的，"
            "可以不再重复解答。"
        ) % {
            "number": len(answered),
            "time": len(answered) + 1,
        }
    details = (("time", str(len(answered) + 1)), *(("earlier", one.key) for one in answered))
    yield Suggestion(RuleCode.REPEATED_QUESTION, why, ARTICLE, details=details)


def related_matter(asked: Asked) -> Iterator[Suggestion]:
    """Others have asked the same: they are linked, one answer may serve all, and at ten the supervisor is told."""
    others = [one for one in asked.earlier if _is_others_same(asked, one)]
    if not others:
        return
    people = len(others) + 1
    many = people >= GROUP_TOLD
    why = _("另有%(number)d人提出了同样的问题，看来是群体性的同一件事：请关联，可以一并解答，不算重复。") % {
        "number": len(others)
    }
    if many:
        why += _("已达%(people)d人，同时告知值班主管。") % {"people": people}
    details = (("people", str(people)), *(("earlier", one.key) for one in others))
    yield Suggestion(RuleCode.RELATED_MATTER, why, urgency=Urgency.SOON if many else Urgency.ROUTINE, details=details)


def _is_others_same(asked: Asked, one: Earlier) -> bool:
    return not one.same_person and is_same(asked.text, one.text, SAME_OF_OTHERS)
