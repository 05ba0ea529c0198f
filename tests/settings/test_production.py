"""A server that people rely on does not start on what would be unsafe, and starts clean on what is sound."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings.demands import DEMO_KEY, Installation, demand, faults_of

KEY = "Wk3vT9qLmZx7Rb2NcYp5HsJd8GfAe4Uo6iXt1QwVzMnBk0PyCrS"
FIELD_KEY = "YW4gaW52ZW50ZWQga2V5IG9mIDMyIGJ5dGVzIGhlcmU="
LOOKUP_KEY = "YW5vdGhlciBpbnZlbnRlZCBrZXkgb2YgMzIgYnl0ZXM="
RECORD_KEY = "YSB0aGlyZCBpbnZlbnRlZCBrZXkgb2YgMzIgYnl0ZXM="
SOUND = Installation(
    secret_key=KEY,
    allowed_hosts=["fawang.example"],
    database_engine="django.db.backends.postgresql",
    redis_url="redis://127.0.0.1:6379/0",
    search_url="http://127.0.0.1:9200",
    media_root="/srv/fawang/media",
    admin_base_url="https://fawang.example",
    field_keys=[FIELD_KEY],
    lookup_keys=[LOOKUP_KEY],
    record_keys=[RECORD_KEY],
    private_root="/srv/fawang/private",
    clamav_url="unix:///run/clamav/clamd.ctl",
)


def test_a_sound_installation_has_no_fault() -> None:
    assert faults_of(SOUND) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": DEMO_KEY}, "SECRET_KEY"),
        ({"secret_key": KEY[:49]}, "SECRET_KEY"),
        ({"secret_key": "ab" * 40}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + KEY}, "SECRET_KEY"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["fawang.example", ".example"]}, "ALLOWED_HOSTS"),
        ({"database_engine": "django.db.backends.sqlite3"}, "SQLite"),
        ({"redis_url": ""}, "REDIS_URL"),
        ({"search_url": ""}, "SEARCH_URL"),
        ({"media_root": ""}, "MEDIA_ROOT"),
        ({"media_root": "media"}, "MEDIA_ROOT"),
        ({"private_root": ""}, "PRIVATE_ROOT"),
        ({"private_root": "private"}, "PRIVATE_ROOT"),
        ({"private_root": "/srv/fawang/media/private"}, "PRIVATE_ROOT"),
        ({"clamav_url": "clamd:3310"}, "CLAMAV_URL"),
        ({"clamav_url": "tcp://:3310"}, "CLAMAV_URL"),
        ({"field_keys": []}, "FIELD_ENCRYPTION_KEYS"),
        ({"field_keys": [FIELD_KEY, "short"]}, "FIELD_ENCRYPTION_KEYS"),
        ({"record_keys": []}, "RECORD_SIGNING_KEY"),
        ({"record_keys": [RECORD_KEY, "short"]}, "RECORD_SIGNING_KEY"),
        ({"record_keys": [LOOKUP_KEY]}, "RECORD_SIGNING_KEY"),
        ({"lookup_keys": []}, "LOOKUP_HASH_KEYS"),
        ({"lookup_keys": [LOOKUP_KEY, "short"]}, "LOOKUP_HASH_KEYS"),
        ({"lookup_keys": [FIELD_KEY]}, "LOOKUP_HASH_KEYS"),
        ({"identity_gateway": "portal.accounts.citizens.verifying.DemonstrationGateway"}, "IDENTITY_GATEWAY"),
        ({"admin_base_url": "http://fawang.example"}, "WAGTAILADMIN_BASE_URL"),
    ],
)
def test_each_unsafe_value_is_refused_by_name_and_not_repeated(change: dict[str, object], named: str) -> None:
    faults = faults_of(replace(SOUND, **change))
    assert len(faults) == 1
    assert named in faults[0]
    secret = change.get("secret_key")
    assert not secret or str(secret) not in faults[0]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        demand(replace(SOUND, secret_key="", allowed_hosts=["*"], media_root=""))
    assert all(name in str(refusal.value) for name in ("SECRET_KEY", "ALLOWED_HOSTS", "MEDIA_ROOT"))


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a management command under the production settings with nothing but the given variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"DJANGO_SETTINGS_MODULE": "portal.settings.production"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def sound_environment(tmp_path: Path) -> dict[str, str]:
    return {
        "SECRET_KEY": KEY,
        "FIELD_ENCRYPTION_KEYS": FIELD_KEY,
        "LOOKUP_HASH_KEYS": LOOKUP_KEY,
        "RECORD_SIGNING_KEY": RECORD_KEY,
        "ALLOWED_HOSTS": "fawang.example",
        "DATABASE_URL": "postgres://fawang:word@127.0.0.1:9/fawang",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "SEARCH_URL": "http://127.0.0.1:9",
        "SMS_URL": "https://name:word@sms.example/send",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "PRIVATE_ROOT": str(tmp_path / "private"),
        "STATIC_ROOT": str(tmp_path / "static"),
    }


@pytest.mark.slow
def test_production_does_not_start_without_configuration() -> None:
    done = manage("check")
    assert done.returncode != 0
    assert "拒绝启动" in done.stderr


@pytest.mark.slow
def test_check_deploy_is_clean(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **sound_environment(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.slow
def test_without_a_way_to_send_codes_the_check_warns_and_the_portal_starts(tmp_path: Path) -> None:
    done = manage("check", **sound_environment(tmp_path) | {"SMS_URL": ""})
    assert done.returncode == 0, done.stderr
    assert "notifications.W001" in done.stderr


@pytest.mark.slow
def test_static_files_are_collected_under_names_that_carry_their_digest(tmp_path: Path) -> None:
    done = manage("collectstatic", "--noinput", "--verbosity", "0", **sound_environment(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()
    assert list((tmp_path / "static" / "css").glob("fawang.*.css.gz"))


@pytest.mark.slow
def test_serving_is_refused_in_plain_words_when_the_database_cannot_be_reached(tmp_path: Path) -> None:
    done = manage("check_before_serving", **sound_environment(tmp_path))
    assert done.returncode == 1
    assert "连不上数据库" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", ["gunicorn.conf.py", "nginx/fawang.conf"])
def test_the_server_files_exist(file: str) -> None:
    assert (settings.BASE_DIR / "deploy" / file).is_file()


def test_nginx_waits_longer_for_an_answer_than_gunicorn_gives_a_worker() -> None:
    configuration = (settings.BASE_DIR / "deploy" / "nginx" / "fawang.conf").read_text(encoding="utf-8")
    waits = [line.split()[1] for line in configuration.splitlines() if line.strip().startswith("proxy_read_timeout")]
    assert waits
    assert min(int(seconds.rstrip("s;")) for seconds in waits) > settings.WEB_TIMEOUT
