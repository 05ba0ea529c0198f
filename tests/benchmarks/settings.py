"""Settings of the benchmarks: those of development, a quiet log, and the control's template."""

from pathlib import Path

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import LOGGING, TEMPLATES

TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
LOGGING["root"]["level"] = "WARNING"
AXES_ENABLED = False
