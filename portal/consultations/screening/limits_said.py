"""What a refusal must never say: that a time limit has passed. Only a person who knows all facts can tell, and not here."""

from __future__ import annotations

import re

_LIMIT = r"(?:诉讼时效|时效|仲裁时效|申请期限|起诉期限|上诉期限?|复议期限?|追诉期限?|法定期限|期限|期间)"
_PASSED = r"(?:已经?|早已?|都|就)?(?:超过|过期|过了|过去|届满|丧失|超期|错过|经过|已过|失效|到期了|不在)"
_SAID = re.compile(
    rf"{_LIMIT}.{{0,6}}{_PASSED}|(?:已经?|早已?|都)?(?:超过|过了|已过|错过|超出|丧失).{{0,8}}{_LIMIT}|"
    rf"过(?:了)?时效|超时效|逾期(?:起诉|申请|主张)"
)


def says_limit_passed(text: str) -> str:
    """The words of a text that say so; "" where none do."""
    found = _SAID.search("".join(text.split()))
    return found.group() if found else ""
