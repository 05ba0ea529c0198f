"""What the tests need of a Debian machine, installed where we may (root, or sudo without a password)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.services import elasticsearch, postgres, processes

SERVERS = "/usr/sbin:/usr/local/sbin"
"""Where programs lie that are not on everybody's path."""


@dataclass(frozen=True)
class Need:
    """Debian packages, and how to see that they (or something as good) are there already."""

    packages: tuple[str, ...]
    present: Callable[[], bool]


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) or shutil.which(name, path=SERVERS) for name in names)


def _postgres() -> bool:
    try:
        return postgres.programs().exists()
    except processes.ServiceMissing:
        return False


def _java() -> bool:
    try:
        return elasticsearch.java_home().exists()
    except processes.ServiceMissing:
        return False


def _chinese_fonts() -> bool:
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


NEEDS = (
    Need(("chromium",), _program("chromium")),
    Need(("fonts-noto-cjk", "fontconfig"), lambda: bool(shutil.which("fc-list")) and _chinese_fonts()),
    Need(("postgresql",), _postgres),
    Need(("redis-server",), _program("redis-server", "valkey-server")),
    Need(("openjdk-17-jre-headless",), _java),
    Need(("nginx-light",), _program("nginx")),
    Need(("clamav-daemon",), _program("clamd")),
    Need(("systemd",), _program("systemd-analyze")),
    Need(("maven",), lambda: elasticsearch.cached_package().exists() or bool(shutil.which("mvn"))),
)


def install_missing() -> str:
    """Install what is missing; returns words to print: what was installed, or why nothing could be."""
    wanted = [package for need in NEEDS if not need.present() for package in need.packages]
    if not wanted:
        return ""
    names = " ".join(wanted)
    if not shutil.which("apt-get"):
        return f"not installed, as this is no Debian machine: {names}"
    if os.geteuid() == 0:
        rise: list[str] = []
    elif subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        rise = ["sudo", "-n", "env"]
    else:
        return f"not installed, as neither root nor sudo without a password: apt-get install {names}"
    log = Path("var") / "apt.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as output:

        def apt_get(*arguments: str) -> bool:
            done = subprocess.run(
                [*rise, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments]
                if rise
                else ["apt-get", "-q", *arguments],
                env=None if rise else {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
            return done.returncode == 0

        install = ("install", "-y", "--no-install-recommends")
        apt_get("update")
        if apt_get(*install, *wanted):
            return f"installed: {names}"
        # One that is not to be had must not keep the others out.
        refused = [package for package in wanted if not apt_get(*install, package)]
    return f"apt-get could not install {' '.join(refused) or names}: see {log}"
