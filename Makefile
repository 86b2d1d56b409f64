# Two commands on a fresh machine: `make run` and `make test`. Python 3.11 or later, make and a package index are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

# Compiled once, not by each of the processes that the workspace and the tests start: that would take them five seconds.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install run test chaos lint bench serve

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1  /p' $(MAKEFILE_LIST)

install: $(STAMP) ## what the others do first: a virtual environment with the pinned packages

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Genjin needs Python 3.11 or later, and $(PYTHON) is not: make install PYTHON=/path/to/python3.11" >&2; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
	  { test -x $(BIN)/python || uv venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV); } && \
	  uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements.lock; \
	else \
	  { test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); } && \
	  { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade >/dev/null; } && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r requirements.lock; \
	fi
	@touch $@

run: $(STAMP) ## a Slack workspace in the browser, with demo data and the bot in it
	@$(BIN)/python -m sandbox $(ARGS)

# Tests wait more than they work: three workers keep two cores busy.
WORKERS ?= 3
test: $(STAMP) ## the whole test suite
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

chaos: $(STAMP) ## delivery, working hours, ownership, silence and deals through the worst, at nightly size; prints the figures
	GENJIN_CHAOS=10 $(BIN)/python -m pytest tests/bot/outbox/test_chaos_*.py tests/core/test_hours.py tests/core/test_chaos_ownership.py tests/core/test_*_states.py tests/core/test_ownership.py --hypothesis-seed=20261121

lint: $(STAMP) ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## how fast, beside Bolt alone and a bare loop
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.imports

serve: $(STAMP) ## the real Slack: settings from the environment or .env
	$(BIN)/python -m bot migrate
	$(BIN)/python -m bot all
