# tvet_games: `make demo` shows the main job, `make test` runs the tests; both set up what they need in .venv.
# Every target below that is followed by ## is a habit; `make` alone lists them.

SHELL   := /bin/bash
VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo explore test test-all lint types imports dependencies check bench gallery pictures docs fuzz lab notebooks strip clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.core ## the main job on real figures: the cheapest policy for Austria and Germany
	@$(BIN)/tvet-games demo

explore: $(VENV)/.explore ## the page to play with, in a browser (PORT=8080)
	@$(BIN)/tvet-games explore $(if $(PORT),--port $(PORT))

test: $(VENV)/.test ## the tests (under 5 minutes on two cores)
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

test-all: $(VENV)/.oracles $(VENV)/.browser $(VENV)/.docs ## the tests with the long ones, in Chromium, against Gambit and quantecon too
	@TVET_ORACLES_REQUIRED=1 $(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/.lint ## style (ruff)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.lint ## types (mypy, strict)
	@$(BIN)/mypy

imports: $(VENV)/.lint ## the layers of the package (import-linter)
	@$(BIN)/lint-imports

dependencies: $(VENV)/.lint ## what is imported is declared, what is declared is used (deptry)
	@$(BIN)/deptry --no-ansi src

check: lint types imports dependencies ## lint, types, imports and dependencies

bench: $(VENV)/.bench $(VENV)/.browser ## measure against the peers (SECTIONS="engine sweeps": these); writes benchmarks/README.md
	@$(BIN)/python benchmarks/run.py $(SECTIONS)

gallery: $(VENV)/.test ## every plot as a picture (PLOTS="core cube": these), in build/gallery
	@$(BIN)/python tests/support/gallery.py $(PLOTS)

pictures: $(VENV)/.browser ## draw the pictures of the README anew
	@$(BIN)/python docs/pictures/draw.py

docs: $(VENV)/.docs ## the documentation, in build/docs; notebooks and examples in it are run
	@$(BIN)/python docs/build.py

fuzz: $(VENV)/.test ## damage files at random before every reader (MINUTES=1 each; READERS="nfg formula": these)
	@$(BIN)/python tests/support/fuzz.py --minutes $(or $(MINUTES),1) $(READERS)

lab: $(VENV)/.lab ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

notebooks: $(VENV)/.notebooks ## run all notebooks from top to bottom (NOTEBOOKS="notebooks/1*": these)
	@$(BIN)/python notebooks/run.py $(NOTEBOOKS)

strip: $(VENV)/.notebooks ## remove outputs and what editors add from the notebooks
	@$(BIN)/nbstripout --extra-keys "metadata.language_info metadata.widgets" notebooks/*.ipynb

clean: ## remove the environment and what tools leave behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build src/*.egg-info

# The environment. Each stamp stands for a set of packages; constraints.txt pins their versions.
$(VENV)/.python:
	@python=$$(for p in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done); \
	test -n "$$python" || { echo "tvet_games needs Python 3.11 or newer, and found none"; exit 1; }; \
	echo "setting up $(VENV) with $$($$python --version) ..."; $$python -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.python pyproject.toml constraints.txt
	@$(PIP) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.core
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/.oracles: $(VENV)/.test
	@$(BIN)/python -c 'import pygambit' 2>/dev/null || echo "installing pygambit: minutes where there is no wheel of it and it compiles"
	@$(PIP) --editable '.[interchange]'
	@touch $@

$(VENV)/.explore: $(VENV)/.core
	@$(PIP) --editable '.[explore]'
	@touch $@

$(VENV)/.browser: $(VENV)/.test tests/support/chromium.sh
	@$(PIP) --editable '.[browser]'
	@tests/support/chromium.sh
	@touch $@

$(VENV)/.docs: $(VENV)/.test
	@$(PIP) --editable '.[docs]'
	@touch $@

$(VENV)/.lint: $(VENV)/.test
	@$(PIP) --editable '.[lint]'
	@touch $@

$(VENV)/.bench: $(VENV)/.core
	@$(PIP) --editable '.[bench]'
	@touch $@

$(VENV)/.notebooks: $(VENV)/.test
	@$(PIP) --editable '.[notebook-runs]'
	@touch $@

$(VENV)/.lab: $(VENV)/.notebooks
	@$(PIP) --editable '.[notebooks]'
	@touch $@
