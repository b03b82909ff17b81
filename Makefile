# Everything a contributor or an operator types. `make` alone explains itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ADDRESS ?=

.DEFAULT_GOAL := help
.PHONY: help run demo test faults check bench format catalogues lock clean
.DELETE_ON_ERROR:

help:  ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## Set up if needed, then serve the survey (ADDRESS=127.0.0.1:8001 for another place)
	@exec $(BIN)/waymark serve $(if $(ADDRESS),--bind $(ADDRESS))

demo: $(VENV)/.run  ## Set up if needed, then serve invented firms to look around with, apart from real ones (var/demo)
	@WAYMARK_DATA_DIR=var/demo $(BIN)/waymark demo --again
	@WAYMARK_DATA_DIR=var/demo exec $(BIN)/waymark serve $(if $(ADDRESS),--bind $(ADDRESS))

test: export PYTHONDONTWRITEBYTECODE =  # the tests start many a process, and each would compile the survey anew
test: $(VENV)/.dev chromium  ## Set up if needed, then run every test (ARGS="-k roadmap" for some)
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

faults: $(VENV)/.dev  ## Kill the workers of a batch of 300 reports 20 times, and then 50; search for scores behind releases; send the API requests by the hundred
	WAYMARK_TEST_KILLS=20,50 $(BIN)/pytest tests/faults $(ARGS)
	$(BIN)/pytest tests/faults/intervals.py $(ARGS)
	WAYMARK_API_EXAMPLES=200 $(BIN)/pytest tests/integration/test_api_document.py $(ARGS)

check: $(VENV)/.dev  ## Style, types, import contracts, catalogues in step
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.catalogues --check

bench: $(VENV)/.bench pango  ## Measure speed, as ratios against named baselines in one run
	$(BIN)/python -m benchmarks

format: $(VENV)/.dev  ## Put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogues: $(VENV)/.dev  ## Write the translation templates anew from the code
	$(BIN)/python -m tests.catalogues

lock: $(VENV)/.dev  ## Resolve the dependencies anew into the hash-locked files
	$(PIP_INSTALL) uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --extra postgres --extra cluster --group build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --extra postgres --extra cluster --extra cjk --group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --group bench -c requirements-dev.txt -o requirements-bench.txt

clean:  ## Remove the environment and caches; the data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The environments: one stamp for running, one for developing, each made anew when its lock changes.

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Waymark needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory debian-package PACKAGE=python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Waymark needs into $(VENV) (once; a minute or two) ..."
	$(PIP_INSTALL) --require-hashes -r requirements.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what developing Waymark needs into $(VENV) (once; a minute or two) ..."
	$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	@echo "Installing what Waymark is measured against into $(VENV) (once) ..."
	$(PIP_INSTALL) --require-hashes -r requirements-bench.txt
	@touch $@

.PHONY: chromium pango debian-package
chromium:
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory debian-package PACKAGE=chromium

PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

pango: $(VENV)/.bench  # what WeasyPrint sets text with; it subsets fonts much slower without the last one
	@$(BIN)/python -c 'from weasyprint.text.ffi import harfbuzz_subset; assert harfbuzz_subset' 2>/dev/null \
	    || $(MAKE) --no-print-directory debian-package PACKAGE="$(PANGO)"

debian-package:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing $(PACKAGE) from Debian's packages ..."; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGE) >/dev/null; \
	else \
	    echo "This needs $(PACKAGE). Install it and call make again, on Debian with: sudo apt-get install $(PACKAGE)"; exit 1; \
	fi
