"""What an installation in production must bring. A pure function on plain values: tested without starting anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

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
    ]
    return [words for wrong, words in faults if wrong]
