# Two commands do everything: `make demo` and `make test`. They need Python 3.11 or newer and nothing else.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)

.PHONY: demo test test-long bench browser docs lint types clean

demo: $(VENV)/.installed
	@$(BIN)/detente demo

test: $(VENV)/.tests browser
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	DETENTE_FAST=0 $(BIN)/python -m pytest -q -n 2 tests/unit/kernels tests/contract/test_solutions.py
	$(BIN)/python -m pytest -q -n 2

test-long: $(VENV)/.tests $(VENV)/.docs browser
	DETENTE_FAST=0 $(BIN)/python -m pytest -q -n 2 tests/known/test_games.py tests/contract/test_oracle.py
	DETENTE_PROFILE=long $(BIN)/python -m pytest -q -n 2 -m "long or not long"

# The tests of the workbench need a browser: Debian's Chromium is installed where that is allowed. Without one
# they fail and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| test -n "$$DETENTE_BROWSER" \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium; } \
	|| { command -v sudo >/dev/null && sudo -n apt-get update -qq && sudo -n apt-get install -y -qq chromium; } \
	|| echo "NO BROWSER: Chromium is missing and cannot be installed here; the tests of the workbench will fail." >&2

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs out/docs
	@echo "docs: $(CURDIR)/out/docs/index.html"

bench: $(VENV)/.tests
	for script in benchmarks/frontier.py benchmarks/approval.py benchmarks/facade.py benchmarks/games.py benchmarks/accord.py benchmarks/talks.py benchmarks/bilateral.py; do $(BIN)/python $$script; done

lint: $(VENV)/.tests
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

types: $(VENV)/.tests
	$(BIN)/mypy

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(MAKE) --no-print-directory venv-elsewhere; }

# Debian ships `venv` apart: take its package where that is allowed, or the one from the package index.
.PHONY: venv-elsewhere
venv-elsewhere:
	@{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
		&& apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } \
	|| { $(PYTHON) -m pip install --user -q virtualenv && $(PYTHON) -m virtualenv -q $(VENV); } \
	|| { echo "No virtual environment could be made: install the package python3-venv"; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[web,report,excel]'
	@touch $@

$(VENV)/.tests: $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test,excel,fast,html,mcp,report,sensitivity,train,web]'
	@touch $@

$(VENV)/.docs: $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[docs]'
	@touch $@

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
