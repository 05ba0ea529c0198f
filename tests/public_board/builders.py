"""Publications of the message board's cases, made through the room's own services."""

from __future__ import annotations

from typing import Any

from portal.accounts.citizens.services.accounts import enter
from portal.accounts.models import User
from portal.common.redaction_wide import Mark, suggest
from portal.consultations.models import Consultation
from portal.public_board.models import Publication
from portal.public_board.parts import known_words, source_of
from portal.public_board.services import consenting, preparing, wanting
from tests.consultations import builders

QUESTION = "我叫王建国，在北京华宇兴达科技有限公司上班，老板张伟拖欠我三个月工资，电话13812345678。"
_phones = iter(range(13900100000, 13900199999))


def asker() -> User:
    """Somebody with an account whose phone was verified."""
    return enter(str(next(_phones))).user


def answered(by: User | None = None, **values: Any) -> Consultation:
    """A case of somebody's account, answered, that may be made public."""
    return builders.answered(by=by or asker(), **({"question": QUESTION} | values))


def suggested(publication: Publication) -> tuple[Mark, ...]:
    """What the rules suggest for a publication as it stands."""
    case = publication.consultation
    return suggest(source_of(case).texts, known_words(case))


def wanted(case: Consultation | None = None, **values: Any) -> Publication:
    """Whose citizen wishes to see the page."""
    case = case or answered(**values)
    return wanting.want(case, by=builders.asker(case))


def prepared(by: User | None = None, **values: Any) -> Publication:
    """With the rules' suggestions taken by a moderator."""
    publication = wanted(**values)
    return preparing.prepare(publication, suggested(publication), by=by or builders.person("moderator"))


def approved(**values: Any) -> Publication:
    """Looked at by another person."""
    publication = prepared(**values)
    found = preparing.to_clear(publication)
    return preparing.approve(
        publication, {one.words: "示范，不是个人信息" for one in found}, by=builders.person("supervisor")
    )


def public(**values: Any) -> Publication:
    """Agreed to, and public."""
    publication = approved(**values)
    who = builders.asker(publication.consultation)
    return consenting.consent(publication, publication.content_digest, True, by=who)
