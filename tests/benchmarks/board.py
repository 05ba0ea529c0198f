"""100 citizens and 20 residents at work for five minutes against PostgreSQL, Redis and Celery: nothing fails, nothing that was
acknowledged is lost or doubled, and nobody waits five times as long as when alone."""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.benchmarks.figures import Figure, at_most

CITIZENS, RESIDENTS = 100, 20
SECONDS = int(os.environ.get("BOARD_SECONDS", "300"))
ALONE_SECONDS = 60
DATABASE = "fawang_board_bench"
RESIDENTS_OF_THE_BENCH = """
import json, pathlib
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.consultations.models import ConsultationSettings
from tests.consultations import builders
row = ConsultationSettings.load(); row.asking_mode = "none"; row.save()
keys = []
home = builders.resident_institution("示范负载律师事务所")
for place in range({number}):
    user = builders.resident(home, most_open=500).user
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
pathlib.Path({path!r}).write_text(json.dumps(keys))
"""
ROWS = """
import json
from django.db.models import Count
from portal.consultations.models import Answer, Consultation, Deadline
from portal.common.outbox.models import OutboxRow
from portal.notifications.models import Notification
print("ROWS" + json.dumps({
    "asked": list(Consultation.objects.values_list("receipt_number", flat=True)),
    "answered": list(Answer.objects.filter(kind="first").values_list("consultation__receipt_number", flat=True)),
    "two_clocks": Deadline.objects.filter(met_at=None, cancelled_at=None).values("consultation", "kind")
        .annotate(n=Count("pk")).filter(n__gt=1).count(),
    "dead": OutboxRow.objects.filter(dead_at__isnull=False).count(),
    "unscreened": Consultation.objects.filter(state="submitted").count(),
}))
"""


def figures(work: Path, root: Path, variables: Mapping[str, str]) -> Iterator[Figure]:
    """Yield the figures; nothing where there is no PostgreSQL and Redis."""
    if not {"DATABASE_URL", "REDIS_URL"} <= variables.keys():
        return
    folder = work / "board"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = _environment(folder, variables)
    _manage(["migrate", "-v0"], environment, root)
    _manage(["build_site"], environment, root)
    facts = folder / "residents.json"
    _shell(RESIDENTS_OF_THE_BENCH.format(number=RESIDENTS, path=str(facts)), environment, root)
    with _portal(folder, environment, root) as url:
        alone = _people(folder, "alone", url, root, citizens=1, residents=1, seconds=ALONE_SECONDS, haste=10)
        together = _people(
            folder, "together", url, root, citizens=CITIZENS, residents=RESIDENTS, seconds=SECONDS, haste=1
        )
        _settled(environment, root)
    yield from _verdicts(folder, alone, together, json.loads(_shell(ROWS, environment, root).partition("ROWS")[2]))
    checked = _manage(["verify_records"], environment, root, check=False)
    yield Figure("message board under load: records that prove themselves", "all", checked[1], checked[0] == 0)


def _verdicts(
    folder: Path, alone: Mapping[str, str], together: Mapping[str, str], rows: dict[str, list[str]]
) -> Iterator[Figure]:
    kept = Counter((folder / "kept.txt").read_text().split("\n"))
    said = {kind: [line.split()[1] for line in kept if line.startswith(f"{kind} ")] for kind in ("asked", "answered")}
    who = f"{CITIZENS} citizens, {RESIDENTS} residents, {SECONDS} s"
    yield Figure("message board under load: requests", "–", together["Request Count"], None, who)
    yield at_most("message board under load: errors", float(together["Failure Count"]), 0, form="{:.0f}".format)
    lost = sum(len(set(said[kind]) - set(rows[kind])) for kind in said)
    doubled = sum(len(rows[kind]) - len(set(rows[kind])) for kind in said) + int(rows["two_clocks"])
    note = f"{len(said['asked'])} questions and {len(said['answered'])} answers acknowledged"
    yield at_most("message board under load: acknowledged and lost", lost, 0, note=note, form="{:.0f}".format)
    yield at_most("message board under load: rows doubled", doubled, 0, form="{:.0f}".format)
    left = int(rows["dead"]) + int(rows["unscreened"])
    yield at_most("message board under load: left undone in the outbox", left, 0, form="{:.0f}".format)
    single, crowd = float(alone["95%"]), float(together["95%"])
    note = f"{crowd:.0f} and {single:.0f} ms"
    yield at_most("message board, p95 under load against alone", crowd / max(single, 1), 5, "×", note=note)


@contextmanager
def _portal(folder: Path, environment: dict[str, str], root: Path) -> Iterator[str]:
    """The web server, a worker and beat, each a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    commands = (
        ["gunicorn", "-c", "deploy/gunicorn.conf.py", "portal.wsgi:application"],
        ["celery", "-A", "portal.celery", "worker", "-c", "1", "-l", "WARNING"],
        ["celery", "-A", "portal.celery", "beat", "-l", "WARNING", "-s", str(folder / "beat")],
    )
    log = (folder / "portal.log").open("w")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *command], cwd=root, env=environment | {"PORT": str(port)}, stdout=log, stderr=log
        )
        for command in commands
    ]
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield url
    finally:
        for process in running:
            process.terminate()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
        log.close()


def _people(
    folder: Path, name: str, url: str, root: Path, *, citizens: int, residents: int, seconds: int, haste: float
) -> dict[str, str]:
    """Let people work; the line of all requests together."""
    number = citizens + residents
    command = [sys.executable, "-m", "locust", "-f", "tests/benchmarks/board_people.py", "--headless", "--only-summary"]
    command += [
        "-H",
        url,
        "-u",
        str(number),
        "-r",
        str(max(1, number // 20)),
        "-t",
        f"{seconds}s",
        "--csv",
        str(folder / name),
    ]
    people = {"BOARD_CITIZENS": str(citizens), "BOARD_RESIDENTS": str(residents), "BOARD_HASTE": str(haste)}
    files = {"BOARD_FACTS": str(folder / "residents.json"), "BOARD_KEPT": str(folder / "kept.txt")}
    with (folder / f"{name}.log").open("w") as log:
        subprocess.run(command, cwd=root, env=os.environ | people | files, stdout=log, stderr=log, check=False)
    with (folder / f"{name}_stats.csv").open(newline="") as file:
        return next(row for row in csv.DictReader(file) if row["Name"] == "Aggregated")


def _settled(environment: dict[str, str], root: Path) -> None:
    """Give the worker time to do what is owed."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        owed = _shell(
            "from portal.common.outbox.models import OutboxRow as R; "
            "print('OWED', R.objects.filter(done_at=None, dead_at=None, sink='consultations.screen').count())",
            environment,
            root,
        )
        if owed.split()[-1] == "0":
            return
        time.sleep(2)


def _environment(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    with psycopg.connect(variables["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.board_settings",
        "DATABASE_URL": f"{variables['DATABASE_URL'].rpartition('/')[0]}/{DATABASE}",
        "REDIS_URL": f"{variables['REDIS_URL'].rpartition('/')[0]}/9",
        "SEARCH_URL": f"embedded://{folder / 'index'}",
        "SEARCH_FALLBACK_URL": "",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
    }


def _manage(arguments: list[str], environment: dict[str, str], root: Path, *, check: bool = True) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    return done.returncode, (done.stdout.strip().splitlines() or [""])[-1][:120]


def _shell(program: str, environment: dict[str, str], root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", program],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _wait(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            urllib.request.urlopen(f"{url}/health/live", timeout=2).close()
            return
        time.sleep(0.2)
    raise RuntimeError("the portal did not start")
