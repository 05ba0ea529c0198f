"""A portal with demo content, served by a process of its own, for tests that look at pages.

A process and a database of its own: the pages are then those a visitor gets (middleware, static files, policies), and
no test has to flush rows that migrations made. It is built once a run and only read.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
NOT_INHERITED = ("REDIS_URL", "SEARCH_FALLBACK_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")

# What the tests need to know of the demo's content, and a session of staff that has passed the second factor.
DESCRIBE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cms.laws.models import InstrumentVersion
from portal.accounts.models import User

dates = {}
for version in InstrumentVersion.objects.filter(live=True, effective_on__isnull=False).select_related("instrument"):
    dates.setdefault(version.instrument.slug, []).append(version.effective_on.isoformat())
user = User.objects.get(username="content_editor")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
try:
    from django_otp import DEVICE_ID_SESSION_KEY, devices_for_user
    device = next(iter(devices_for_user(user)), None)
    if device is not None:
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
except Exception:
    pass
session.save()
laws = {slug: sorted(days) for slug, days in dates.items()}
from cms.directory.models import AdministrativePenalty
from portal.common.clock import today
penalty = AdministrativePenalty.objects.public_on(today()).filter(kind__effect="suspends").first()
person = penalty.practitioner
directory = {"person": person.slug, "firm": person.affiliations.get().institution.slug}
from portal.public_board.catalogue import public_publications
directory["public"] = public_publications().values_list("code", flat=True)[0]
facts = {"laws": laws, "session": session.session_key, "directory": directory}
print("DESCRIPTION" + json.dumps(facts))
"""


FRESH_CODE = """
from portal.accounts.second_factor.models import Authenticator
from portal.accounts.demo import demo_code
Authenticator.objects.filter(user__username="{role}").update(last_t=-1)
print(demo_code("{role}"))
"""


@dataclass(frozen=True)
class DemoPortal:
    """Where it is served, its laws (slug → days of its texts), a staff session's cookie, and of the directory the slugs of a
    person with a penalty and of the firm they work at, and the code of a public consultation."""

    url: str
    laws: dict[str, list[str]]
    session: str
    directory: dict[str, str]
    environment: dict[str, str] = field(repr=False)

    @property
    def law_with_history(self) -> str:
        """The slug of a law that has at least two texts."""
        return next(slug for slug, days in sorted(self.laws.items()) if len(days) > 1)

    def code(self, role: str) -> str:
        """The one-time code of a demo account, as from its phone. A code is good once: the one used before is forgotten, so
        that two tests need not wait half a minute for each other."""
        return self.shell(FRESH_CODE.format(role=role)).split()[-1]

    def shell(self, program: str) -> str:
        """Run a few lines in the demo's own process and give what they print: to prepare what somebody else would have done."""
        return _manage(["shell", "-v", "0", "-c", program], self.environment)


@contextmanager
def demo_portal(folder: Path) -> Iterator[DemoPortal]:
    """Lay the demo in ``folder``, serve it on a free port, stop it at the end."""
    seeded = folder.parent / "seeded"
    if not seeded.exists():
        _seed(seeded)
    shutil.copytree(seeded, folder)
    environment = _environment(folder)
    facts: dict[str, Any] = json.loads((folder / "facts.json").read_text())
    port = _free_port()
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "4"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, server, folder / "server.log")
        yield DemoPortal(url, facts["laws"], facts["session"], facts["directory"], environment)
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        log.close()


def _seed(folder: Path) -> None:
    """Build the demo once a run; each module that asks for one gets a copy."""
    unfinished = folder.with_suffix(".unfinished")
    unfinished.mkdir(parents=True, exist_ok=True)
    environment = _environment(unfinished)
    copy = migrated.kept()
    if copy is not None and copy.exists():
        shutil.copyfile(copy, unfinished / "demo.sqlite3")
    for command in (["migrate", "-v", "0"], ["seed_demo"]):
        _manage(command, environment)
    lines = _manage(["shell", "-c", DESCRIBE], environment).splitlines()
    described = next(line for line in lines if "DESCRIPTION" in line)
    (unfinished / "facts.json").write_text(described.partition("DESCRIPTION")[2])
    unfinished.replace(folder)


def _environment(folder: Path) -> dict[str, str]:
    """The demo's own database, index and uploads, all below ``folder``."""
    return {
        **{name: value for name, value in os.environ.items() if name not in NOT_INHERITED},
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "SEARCH_URL": f"embedded://{folder / 'index'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
    }


def _manage(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/health/live", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the demo did not start:\n{log.read_text()[-4000:]}")
