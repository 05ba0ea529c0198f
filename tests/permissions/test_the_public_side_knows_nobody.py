"""What the public may read is the same for everybody: who is signed in reads no draft by the API, a feed or the sitemap."""

from __future__ import annotations

import pytest

from tests.permissions import things  # noqa: F401 - registers them
from tests.permissions.actors import ANONYMOUS, EVERYBODY
from tests.permissions.declaring import declared
from tests.permissions.world import build

pytestmark = pytest.mark.django_db
DRAFTS = (
    "draft_page",
    "draft_version",
    "editorial_draft",
    "drafted_penalty",
    "submitted_sanction",
    "version_in_review",
)


def test_a_session_opens_nothing_in_the_api_a_feed_or_the_sitemap(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    world, addresses = build(), list(declared())
    world.prepare(DRAFTS, ANONYMOUS)
    different, compared = [], 0
    for address in addresses:
        public = address.route.startswith(("api/v2/", "sitemap")) or address.route.endswith("/feed/")
        if not public or address.read != EVERYBODY or address.gone:
            continue
        path = address.address(lambda name: world.get(name, ANONYMOUS))
        answers = [world.browsers[who].get(path) for who in (ANONYMOUS, "administrator", "directory_approver")]
        compared += 1
        if len({(answer.status_code, answer.content) for answer in answers}) != 1:
            different.append(address.name)

    assert different == []
    assert compared > 30
