"""Numbers of papers and cases, dates of birth: what leads from a text to a file in somebody's office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.common.redaction import Finding, Kind

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_OPEN, _CLOSE = r"[（(〔\[【]", r"[）)〕\]】]"
_YEAR = rf"{_OPEN}\s*(?:19|20)\d\d\s*{_CLOSE}"
_CASE = re.compile(
    rf"{_YEAR}\s*[{_PROVINCE}兵最]?高?法?\s*[0-9]{{0,4}}[\u4e00-\u9fff]{{0,6}}?(?:民|刑|行|执|赔|商|知|"
    rf"破|财保|司|认|清|协|催|特|异|恢|保)"
    rf"[\u4e00-\u9fff]{{0,3}}(?:字)?第?\s*\d{{1,7}}(?:-\d+|之[一二三四五])?\s*号|"
    rf"[\u4e00-\u9fff（()）]{{2,12}}(?:仲|裁|调|证|鉴|立|受|认|决|罚|"
    rf"复)[\u4e00-\u9fff]{{0,4}}字?{_YEAR}\s*第?\s*\d{{1,7}}号"
)
_DOCUMENT_NUMBER = re.compile(rf"^[\u4e00-\u9fff]*(?:政|办|部|厅|委|发|令|函|规|释|通知|公告|办法|规定){_YEAR}")
_CERTIFICATE = re.compile(
    rf"[{_PROVINCE}]{_YEAR}[\u4e00-\u9fff]{{0,10}}?不动产(?:权|证明)第?[\dA-Z\-]+号|"
    rf"[\u4e00-\u9fffA-Z]{{0,8}}(?:房权证|房地权证|国用|集用|土地?证|林证|"
    rf"农地承包权)[\u4e00-\u9fff{_OPEN[1:-1]}{_CLOSE[1:-1]}\d]{{0,12}}?(?:字)?第?[\dA-Z\-]{{3,}}号?"
)
_NAMED = re.compile(
    r"(?:(?:订|运|快递|货|保|工|票|交易|受理|流水|提)单(?:编?号)?|快递(?:单)?号|(?:合同|订单|协议|档案|"
    r"病历|住院|学籍|会员|客户|车架|发动机|发票|执业证|驾驶证|驾照|行驶证|"
    r"营业执照|注册|信用代码|社会信用代码|组织机构代码|纳税人识别|社保|医保卡?|准考证|房产证|不动产权证|"
    r"房本|产权证|结婚证|离婚证|出生证|身份|工作证|军官|学生证|回执|"
    r"报警|警情|案件|裁决|调解|电表|水表|燃气|户|工|学|编)(?:书)?(?:编?号码?|代码)?|编号|单号|证号|信用代码)"
    r"(?:是|为)?[（(:：]?\s*(?P<number>[A-Za-z0-9][A-Za-z0-9\-_/]{4,30})(?![0-9A-Za-z])"
)
_LONG = re.compile(
    r"(?<![0-9A-Za-z.¥￥])(?=[A-Za-z\-]*\d[A-Za-z0-9\-]*\d[A-Za-z0-9\-]*\d[A-Za-z0-9\-]*\d)[A-Za-z0-9][A-Za-z0-9\-]{8,34}(?![0-9A-Za-z.])"
)
_AMOUNT = re.compile(r"^\s*(?:元|块|万|亿|千|百|人民币|美元|股|平方?米|㎡|%|％)")
STAFF_CODE = re.compile(r"^F\d{6}$")
_DAY = (
    r"(?:(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|(?:19|"
    r"20)\d\d[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?|(?:19)?[3-9]\d年(?:\d{1,2}月(?:\d{1,2}[日号])?)?)"
)
_BORN = re.compile(
    rf"(?P<after>{_DAY})\s*(?:出生(?!医|缺|率|人口)|生(?=[，。；、！？,.;!?:：\s）)]|$|人|的(?!效)))|"
    rf"(?:出生(?:日期|年月日?|时间)?|生日|生于|生辰)(?:是|为|于|在)?[:：]?\s*(?P<before>{_DAY})"
)


def papers_in(text: str) -> Iterator[Finding]:
    """Case numbers, certificates, numbers that a word announces, long numbers, dates of birth; may overlap."""
    for match in _CERTIFICATE.finditer(text):
        yield Finding(*match.span(), Kind.SERIAL)
    for match in _CASE.finditer(text):
        if not _DOCUMENT_NUMBER.match(match[0]):
            yield Finding(*match.span(), Kind.CASE_NUMBER)
    for match in _BORN.finditer(text):
        yield Finding(*match.span("after" if match["after"] else "before"), Kind.BIRTH_DATE)
    for match in _NAMED.finditer(text):
        if not STAFF_CODE.match(match["number"]) and any(one.isdigit() for one in match["number"]):
            yield Finding(*match.span("number"), Kind.SERIAL)
    for match in _LONG.finditer(text):
        if not STAFF_CODE.match(match[0]) and not _AMOUNT.match(text[match.end() :]) and not _is_day(match[0]):
            yield Finding(*match.span(), Kind.SERIAL)


def _is_day(written: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}", written))
