"""Local PostgreSQL, Redis and Elasticsearch for development and tests: `make services`, `make services-stop`.

Standard library only, so that it runs before the environment stands. Each server listens on a free loopback port and
keeps its data under ``var/services``. What was started is written to ``var/services/state.json``; stopping reads it,
checks that the process is still the one that was started, and touches no other. Nothing here is meant for production.
"""
