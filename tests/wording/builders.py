"""Rules and pages for tests of wording."""

from __future__ import annotations

from typing import Any

from cms.core.models import HomePage, StandardPage
from cms.core.site_builder import build_site
from cms.wording.checking import BLOCK, WARN, Rule
from cms.wording.models import WordingRule

PROMISE = "示范承诺词"
DOUBTFUL = "示范存疑词"


def rule(*words: str, **facts: Any) -> Rule:
    """A rule as values."""
    return Rule(words=words, **facts)


def stored(words: str, severity: str = BLOCK, **facts: Any) -> WordingRule:
    """A rule that editors have saved."""
    facts = {"suggestion": "改写", "reason": "示范的理由。", **facts}
    made = WordingRule(words=words, severity=severity, **facts)
    made.full_clean()
    made.save()
    return made


def two_rules() -> tuple[WordingRule, WordingRule]:
    """One that holds a page back, one that asks."""
    return stored(PROMISE, BLOCK, category="forbidden_promise"), stored(DOUBTFUL, WARN, category="wording")


def draft_page(body: str, title: str = "示范页面") -> StandardPage:
    """A page nobody has published, with its first revision."""
    home = HomePage.objects.first() or build_site()
    page = StandardPage(title=title, body=f"<p>{body}</p>", live=False)
    home.add_child(instance=page)
    page.save_revision()
    return page
