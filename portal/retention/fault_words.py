"""What is said of each fault of a copy (``records.copies``), by the page and by its script."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, str | Promise] = {
    "anchor": _("文件里“每日固定”的证明对不上：这件咨询不在当天公布的摘要里。"),
    "anchor_signature": _("“每日固定”的签名不是本网的，或者被改动过。"),
    "end": _("记录的末尾对不上：最后一条的摘要不是签名的那一个。"),
    "end_signature": _("本网对记录末尾的签名对不上：记录或者签名被改动过。"),
    "event": _("第 {place} 条办理记录被改动过。"),
    "key": _("文件里的公钥不是本网的。"),
    "missing": _("办理记录的条数不对：有的被删去，或者加进来。"),
    "previous": _("第 {place} 条办理记录没有接在前一条后面。"),
    "proof": _("核对用的数据被改动过，读不出来。"),
    "seal": _("整份文件和本网给出的不一样：至少有一个字节被改动过。"),
    "seal_signature": _("本网对整份文件的签名对不上：文件或者签名被改动过。"),
    "unreadable": _("这不是本网给出的咨询记录，或者核对用的部分被改动过。"),
}


def fault_words(codes: Sequence[str]) -> list[str]:
    """Each fault in plain words."""
    found = []
    for code in codes:
        name, _colon, place = code.partition(":")
        found.append(str(FAULTS[name]).replace("{place}", place))
    return found
