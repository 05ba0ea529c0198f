"""Settings of the message board under load: a proxy in front gives each visitor an address; lawyers are signed in already."""

from tests.benchmarks.settings import *  # noqa: F403 - settings upon settings

SECOND_FACTOR_REQUIRED = False
TRUSTED_PROXY_HOPS = 1
