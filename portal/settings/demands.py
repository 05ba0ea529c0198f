"""What an installation in production must bring. A pure function on plain values: tested without starting anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.common.field_keys import is_field_key

DEMO_KEY = "dev-only-not-a-secret"
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10


@dataclass(frozen=True)
class Installation:
    """The values that are looked at."""

    secret_key: str
    allowed_hosts: Sequence[str]
    database_engine: str
    redis_url: str
    search_url: str
    media_root: str
    admin_base_url: str
    field_keys: Sequence[str]
    lookup_keys: Sequence[str]
    record_keys: Sequence[str]
    private_root: str
    clamav_url: str
    identity_gateway: str = ""


def demand(installation: Installation) -> None:
    """Raise ImproperlyConfigured that lists everything that is wrong, so that nobody mends one thing at a time."""
    faults = list(faults_of(installation))
    if faults:
        raise ImproperlyConfigured("正式环境的配置不完整，拒绝启动：\n" + "\n".join(f"- {fault}" for fault in faults))


def faults_of(installation: Installation) -> list[str]:
    """Each fault in plain words; never the value itself."""
    key = installation.secret_key
    hosts = installation.allowed_hosts
    faults = [
        (not key or key == DEMO_KEY, "SECRET_KEY 没有设置，或者是源代码里公开的那一个。"),
        (
            bool(key) and key != DEMO_KEY and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS),
            f"SECRET_KEY 太短或太简单：至少 {SHORTEST_KEY} 个随机字符。",
        ),
        (key.startswith("django-insecure-"), "SECRET_KEY 是 Django 生成的示例密钥。"),
        (not hosts, "ALLOWED_HOSTS 没有设置：写明本网的域名，用逗号分开。"),
        (
            any("*" in host or host.startswith(".") for host in hosts),
            "ALLOWED_HOSTS 含有通配的域名（* 或以 . 开头）：请逐个写明。",
        ),
        (
            not installation.database_engine.endswith("postgresql"),
            "DATABASE_URL 不是 PostgreSQL（postgres://…）。SQLite 只用于演示和开发。",
        ),
        (not installation.redis_url, "REDIS_URL 没有设置：缓存和后台任务需要 Redis。"),
        (
            not installation.search_url,
            "SEARCH_URL 没有设置：http://主机:9200，或者 embedded:///绝对路径。",
        ),
        (
            not installation.media_root or not Path(installation.media_root).is_absolute(),
            "MEDIA_ROOT 没有设置，或者不是绝对路径：上传的文件存放在哪里。",
        ),
        (
            not installation.admin_base_url.startswith("https://"),
            "WAGTAILADMIN_BASE_URL 不是 https:// 开头的网址。",
        ),
        (
            not installation.field_keys,
            "FIELD_ENCRYPTION_KEYS 没有设置：二次验证的密钥等内容加密存放，需要它。",
        ),
        (
            any(not is_field_key(key) for key in installation.field_keys),
            "FIELD_ENCRYPTION_KEYS 里有不是密钥的内容：每个是 32 个随机字节的 base64（网址字符），用逗号分开。",
        ),
        (
            not installation.lookup_keys,
            "LOOKUP_HASH_KEYS 没有设置：手机号码、证件号码加密存放，要用它查找。",
        ),
        (
            any(not is_field_key(key) for key in installation.lookup_keys),
            "LOOKUP_HASH_KEYS 里有不是密钥的内容：每个是 32 个随机字节的 base64（网址字符），用逗号分开。",
        ),
        (
            bool(set(installation.lookup_keys) & set(installation.field_keys)),
            "LOOKUP_HASH_KEYS 与 FIELD_ENCRYPTION_KEYS 用了同一个密钥：请各用各的。",
        ),
        (
            not installation.record_keys or any(not is_field_key(key) for key in installation.record_keys),
            "RECORD_SIGNING_KEY 没有设置，或者不是密钥（32 个随机字节的 base64）：办理记录要用它签名。",
        ),
        (
            bool(set(installation.record_keys) & {*installation.field_keys, *installation.lookup_keys}),
            "RECORD_SIGNING_KEY 与另一个变量用了同一个密钥：请各用各的。",
        ),
        (
            not installation.private_root or not Path(installation.private_root).is_absolute(),
            "PRIVATE_ROOT 没有设置，或者不是绝对路径：咨询的附件（加密）存放在哪里。",
        ),
        (
            is_inside(installation.private_root, installation.media_root),
            "PRIVATE_ROOT 在 MEDIA_ROOT 里面：咨询的附件不能放在网站能直接打开的文件夹。",
        ),
        (
            bool(installation.clamav_url) and not is_scanner_address(installation.clamav_url),
            "CLAMAV_URL 不是 tcp://主机:3310 或者 unix:///绝对路径。",
        ),
        (
            installation.identity_gateway.endswith(".DemonstrationGateway"),
            "IDENTITY_GATEWAY 是演示用的核验，谁都可以冒充：请换成真正的核验系统，或者不设（由人工核验）。",
        ),
    ]
    return [words for wrong, words in faults if wrong]


def is_inside(folder: str, outer: str) -> bool:
    """Whether a folder is another one or lies in it."""
    return bool(folder and outer) and Path(folder).resolve().is_relative_to(Path(outer).resolve())


def is_scanner_address(url: str) -> bool:
    """Whether CLAMAV_URL can be understood: ``tcp://HOST:PORT`` or ``unix:///PATH``."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "tcp":
        return bool(parts.hostname) and port != 0
    return parts.scheme == "unix" and len(parts.path) > 1
