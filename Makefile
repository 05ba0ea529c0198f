# Every task of the project has one target here. `make` or `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests lock demo test test-fast lint format bench services services-stop clean

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PYTHONUTF8 := 1

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.base-installed ## the environment alone, in .venv, from the hashed lock

setup-tests: $(VENV)/.dev-installed ## the environment with what tests, checks and benchmarks need

$(VENV)/bin/python:
	"$$(deploy/find-python)" -m venv $(VENV)

# The stamps make both idempotent: nothing is installed again until a lock changes.
$(VENV)/.base-installed: requirements/base.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev-installed: requirements/dev.txt $(VENV)/.base-installed
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

lock: ## resolve requirements/*.in anew into hashed locks (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	    --custom-compile-command "make lock" requirements/base.in -o requirements/base.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	    --custom-compile-command "make lock" requirements/dev.in -o requirements/dev.txt

demo: setup ## a portal with demo content on 127.0.0.1:8000 (PORT=… for another)
	@deploy/demo $(PORT)

test: setup-tests ## all tests, on SQLite and again on PostgreSQL with Redis and Elasticsearch
	@$(PY) -m deploy.testing

test-fast: setup-tests ## the tests that need no service and no browser
	@$(PY) -m deploy.testing fast

lint: setup-tests ## style, types, imports, templates, migrations, locks
	@$(PY) -m deploy.lint

format: setup-tests ## put the code into its one format
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format .

bench: setup-tests ## measure what docs/figures.md reports
	@$(PY) -m tests.benchmarks

services: ## start local PostgreSQL, Redis, Elasticsearch; prints export lines
	@"$$(deploy/find-python)" -m deploy.services start

services-stop: ## stop those that `make services` started
	@"$$(deploy/find-python)" -m deploy.services stop

clean: ## forget caches and collected files (keeps .venv and var/)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache staticfiles
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
