"""What axe finds wrong on a page, in one line an element."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# What passes is counted, not described: describing it takes as long as looking.
FAULTS_ALONE = {"resultTypes": ["violations"]}


def violations(page: Page, within: str | dict[str, Any] | None = None) -> list[str]:
    """The rule, what it asks, and where, of the whole page or of what ``within`` names (a selector, or axe's own context).
    Waits until the page is there."""
    page.wait_for_load_state()
    found = AXE.run(page, context=within, options=FAULTS_ALONE).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
