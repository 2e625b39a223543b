# `make demo` and `make test` are all that a newcomer needs: both make .venv by themselves.
# Without make: see "Without make" in README.md.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test faults check format docs pictures bench benchbank lock sbom dryrun clean

VENV := .venv
PY := $(VENV)/bin/python

# Hashes, every platform and Python from 3.11, and no addresses: the file is good behind any mirror.
LOCK := $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

# The first of these that runs and is new enough (a pyenv shim may exist and still not run).
find_python = for p in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

demo: $(VENV)/.run  ## serve the demo office on this machine
	@$(PY) -m sektoral demo

test: $(VENV)/.dev  ## every test: SQLite, PostgreSQL, browser
	@$(PY) -m tests.run

faults: $(VENV)/.dev  ## bring about every fault of docs/faults.md in full size; takes hours
	@$(PY) -m tests.faults

check: $(VENV)/.dev  ## style, types, layers, guards; run it before each commit
	@$(PY) -m tests.check

format: $(VENV)/.dev  ## put the code in order
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format --quiet .

docs: $(VENV)/.dev  ## write the documents that are made from the code
	@$(PY) -m tests.generated

pictures: $(VENV)/.dev  ## walk through the pages and take the manual's pictures anew
	@$(PY) -m tests.pictures

bench: $(VENV)/.bench  ## measure the check beside other tools, in one run
	@$(PY) -m benchmarks.run

benchbank: $(VENV)/.dev  ## measure the bank at 20 million figures, and an import beside a bare COPY
	@$(PY) -m benchmarks.bank postgresql
	@$(PY) -m benchmarks.bank sqlite

lock: $(VENV)/.dev  ## resolve pyproject.toml again into the three lock files
	@$(LOCK) --group build -o requirements.lock
	@$(LOCK) --group build --group dev -o requirements-dev.lock
	@$(LOCK) --group bench --constraint requirements-dev.lock -o requirements-bench.lock
	@$(PY) -m tests.sbom

sbom: $(VENV)/.dev  ## write docs/sbom.cdx.json, the bill of materials, from requirements.lock
	@$(PY) -m tests.sbom

dryrun: $(VENV)/.dev  ## do what docs/operations.md says on this machine, beside everything else
	@$(PY) -m tests.dryrun

clean:  ## remove what was built; var/ with its data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist src/*.egg-info

$(PY):
	@python="$$($(find_python))"; \
	if [ -z "$$python" ]; then echo "sektoral needs Python 3.11 or newer with venv (on Debian: apt install python3-venv)" >&2; exit 1; fi; \
	echo "Making $(VENV) with $$python"; "$$python" -m venv $(VENV)

# Stamps: installing happens once, and again when the lock changes. The dev lock holds all of the other one.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

$(VENV)/.run: requirements.lock | $(PY)
	@if [ ! -e $(VENV)/.dev ]; then echo "Installing what sektoral needs (once)"; $(PIP) --require-hashes -r requirements.lock; fi
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(PY)
	@echo "Installing what the tests need (once)"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

$(VENV)/.bench: requirements-bench.lock | $(VENV)/.run
	@echo "Installing what is measured beside sektoral (once)"
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@
