"""A real Elasticsearch, one node, from the one package of Maven Central (97 MB, kept in the user's cache folder).

That build holds the core server only: no scripts, no analysis plug-ins, no reindex. What is written for it runs on the
full product too; in production use the vendor's ordinary package of the same line.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from deploy.services import processes
from deploy.services.state import Running

NAME = "elasticsearch"
VERSION = "8.19.9"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
CONFIGURATION = """\
cluster.name: fawang-local
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
node.store.allow_mmap: false
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: false
"""


def start(base: Path) -> Running:
    """Start it (fetching and unpacking the package the first time); returns when the cluster answers."""
    java = java_home()
    package = fetch()
    user = processes.run_as("fawang-search", create=True)
    folder = base / NAME
    home = folder / f"elasticsearch-{VERSION}"
    if not (home / "unpacked").exists():
        unpack(package, folder)
        (home / "unpacked").touch()
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    port, transport = processes.free_port(), processes.free_port()
    configuration = CONFIGURATION.format(http=port, transport=transport, folder=folder)
    (home / "config" / "elasticsearch.yml").write_text(configuration, encoding="utf-8")
    log, pid_file = folder / "log", folder / "pid"
    pid_file.unlink(missing_ok=True)
    processes.give(folder, user)
    environment = {
        "ES_JAVA_HOME": str(java),
        "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
        "ES_TMPDIR": str(folder / "tmp"),
    }
    launcher = processes.start(
        [str(home / "bin" / "elasticsearch"), "-p", str(pid_file)], user=user, folder=folder, log=log, env=environment
    )
    processes.wait_until(lambda: _answers(port), seconds=120, alive=lambda: launcher.poll() is None, log=log)
    pid = int(pid_file.read_text(encoding="ascii").strip())
    return Running(pid, processes.began(pid), port, str(folder))


def url(server: Running) -> str:
    """The address as SEARCH_URL takes it."""
    return f"http://127.0.0.1:{server.port}"


def cached_package() -> Path:
    """Where the package is kept between checkouts; a person without Maven may lay it there."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "fawang" / f"elasticsearch-{VERSION}.zip"


def fetch() -> Path:
    """The package, fetched by Maven unless it is in the cache."""
    package = cached_package()
    if package.exists():
        return package
    maven = shutil.which("mvn")
    if maven is None:
        raise processes.ServiceMissing(
            f"Elasticsearch is not at {package} and Maven is not installed (apt-get install maven)"
        )
    package.parent.mkdir(parents=True, exist_ok=True)
    target = package.parent / "fetching"
    done = subprocess.run(
        [maven, "-q", "-B", PLUGIN, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={target}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (target / package.name).exists():
        raise processes.ServiceMissing(
            f"Maven could not fetch Elasticsearch: {(done.stdout + done.stderr).strip()[:500]}"
        )
    (target / package.name).replace(package)  # whole or not at all
    shutil.rmtree(target)
    return package


def unpack(package: Path, folder: Path) -> None:
    """Unpack with the run bits the archive names (zipfile drops them)."""
    with zipfile.ZipFile(package) as archive:
        for member in archive.infolist():
            path = Path(archive.extract(member, folder))
            mode = member.external_attr >> 16
            if mode and path.is_file():
                path.chmod(mode & 0o777)


def java_home() -> Path:
    """The home of a Java ≥ 17: JAVA_HOME, else the one whose java is on PATH."""
    java = shutil.which("java")
    for home in (os.environ.get("JAVA_HOME"), Path(java).resolve().parents[1] if java else None):
        if home and (Path(home) / "bin" / "java").exists() and _major(Path(home)) >= 17:
            return Path(home)
    raise processes.ServiceMissing("Java 17 is not installed (Debian: apt-get install openjdk-17-jre-headless)")


def _major(home: Path) -> int:
    done = subprocess.run([str(home / "bin" / "java"), "-version"], capture_output=True, text=True, check=False)
    words = done.stderr.split('"')
    number = words[1].split(".")[0] if len(words) > 1 else ""
    return int(number) if number.isdigit() else 0


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_cluster/health", timeout=2) as answer:
            return json.load(answer)["status"] in ("green", "yellow")
    except (OSError, urllib.error.URLError, ValueError, KeyError):
        return False
