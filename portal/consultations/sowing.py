"""Rows without which nobody can ask: the first version of each text."""

from __future__ import annotations

from typing import Any

from portal.consultations.initial_texts import (
    FIRST_DAY,
    FIRST_VERSION,
    PRIVACY_RULES,
    RISK_NOTICE,
    SERVICE_AGREEMENT,
    SERVICE_RULES,
)
from portal.consultations.screening.initial_authorities import initial_authorities


def sow_texts(sender: Any = None, **kwargs: Any) -> None:
    """Write the first version of each text where there is none at all. What an installation wrote since stays."""
    from portal.consultations.models import PrivacyRules, RiskNotice, ServiceAgreement, ServiceRules

    first = (
        (RiskNotice, "风险提示", RISK_NOTICE),
        (ServiceAgreement, "服务协议与免责声明", SERVICE_AGREEMENT),
        (PrivacyRules, "个人信息处理规则", PRIVACY_RULES),
        (ServiceRules, "网上服务规范要点", SERVICE_RULES),
    )
    for model, title, text in first:
        if not model._default_manager.exists():
            model._default_manager.create(version=FIRST_VERSION, title=title, text=text.strip(), effective_on=FIRST_DAY)


def sow_authorities(sender: Any = None, **kwargs: Any) -> None:
    """Add the first authorities (article 28) where there is none at all. What people made of them since stays."""
    from portal.consultations.models import Authority

    if Authority.objects.exists():
        return
    Authority.objects.bulk_create(
        Authority(
            code=one.code,
            name=one.name,
            matters=one.handles,
            telephone=one.contact,
            hints="\n".join(one.hints),
            position=position,
        )
        for position, one in enumerate(initial_authorities(), start=1)
    )
