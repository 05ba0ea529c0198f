"""Why something was not fetched, in words for an editor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """What went wrong; the label is the sentence an editor reads."""

    BAD_ADDRESS = "bad_address", _("地址写得不对，或者不是 http、https 地址")
    NUMBER = "number", _("地址里写的是数字地址，不是域名")
    CREDENTIALS = "credentials", _("地址中带有用户名或者密码")
    PORT = "port", _("只连接 80 和 443 端口")
    HOST = "host", _("这个主机不在批准的来源中")
    NO_ADDRESS = "no_address", _("查不到这个域名")
    INNER = "inner", _("这个域名指向内部网络的地址，不予连接")
    REDIRECT_OUT = "redirect_out", _("对方转到了另一个主机，没有跟随")
    REDIRECT_DOWN = "redirect_down", _("对方从 https 转到了 http，没有跟随")
    REDIRECTS = "redirects", _("对方转来转去，次数太多")
    CONNECTION = "connection", _("连接不上，或者对方中断了连接")
    TLS = "tls", _("对方的证书无效，或者不是发给这个域名的")
    SLOW = "slow", _("对方太慢，超过了时限")
    HEADERS = "headers", _("对方的应答头太长")
    SIZE = "size", _("内容太大，超过了上限")
    PACKED = "packed", _("内容的压缩方式不认识，或者解不开")
    ANSWER = "answer", _("对方的应答不合规范")


REFUSED = frozenset(
    {
        Why.BAD_ADDRESS,
        Why.NUMBER,
        Why.CREDENTIALS,
        Why.PORT,
        Why.HOST,
        Why.INNER,
        Why.REDIRECT_OUT,
        Why.REDIRECT_DOWN,
    }
)
"""What we would not do, as against what could not be done: trying again does not help."""


class FetchProblem(Exception):
    """Something was not fetched. ``detail`` is for the log and the report: a host, a number, never content."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why.value}: {detail}" if detail else why.value)
        self.why = why
        self.detail = detail

    @property
    def words(self) -> str:
        """A sentence for an editor."""
        return f"{self.why.label}（{self.detail}）" if self.detail else str(self.why.label)
