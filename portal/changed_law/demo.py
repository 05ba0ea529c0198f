"""An answer of the demo that somebody holds to be wrong: an invented case, looked at again."""

from __future__ import annotations

from collections.abc import Iterable

from portal.accounts.models import User
from portal.changed_law.models import SecondLook
from portal.changed_law.services.marking import doubt
from portal.consultations.demo import KEY, SIGN
from portal.consultations.models import Answer


def seed_second_look() -> Iterable[str]:
    """Make sure of it; may be called again. Nothing where the demo has no such case."""
    answer = Answer.objects.filter(consultation__submission_key=f"{KEY}deposit").first()
    moderator = User.objects.filter(username="moderator", is_demo=True).first()
    if answer is None or moderator is None or SecondLook.objects.filter(answer=answer).exists():
        return []
    doubt(answer, f"押金的退还要看房屋有没有超出正常使用的损坏，答复没有写明，请核对。{SIGN}", by=moderator)
    return []
