# make build: the graph of the sample report.  make test: the tests.  `make help` lists the rest.
# Each target makes what it needs: .venv/ and the packages in it, at the versions of constraints.txt.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
EDITOR_PACKAGE := @zazuko/yasqe@4.6.2
EDITOR_ASSETS := kg/serve/pages/assets
SAMPLE := data/reports/linan-2023.txt

.DEFAULT_GOAL := help
.PHONY: help build test install check format bench docs browser editor virtuoso clean

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

build: $(VENV)/.installed ## Build the graph of the sample report into output/.
	@$(BIN)/kg build $(SAMPLE) -o output

test: $(VENV)/.dev browser virtuoso ## Run the tests (installs what they need, a browser where it can).
	@$(BIN)/python -m pytest -n 2 --dist loadfile

install: $(VENV)/.dev browser editor virtuoso ## Install everything, extras included.

check: $(VENV)/.dev browser virtuoso ## What CI calls: format, lint, types, import contract, scores, tests.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/kg evaluate data/gold --floors data/gold/floors.json
	@$(BIN)/python -m pytest -n 2 --dist loadfile

format: $(VENV)/.dev ## Format the code and mend what ruff can mend.
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: $(VENV)/.dev ## Measure: extraction, build, queries.
	@$(BIN)/python -m pytest tests/bench -m bench -s -q

docs: $(VENV)/.dev ## Write the outputs shown in the README and docs/ anew.
	@$(BIN)/python tests/shell.py

browser: ## Install a Chromium for the browser tests where that is possible; without one they are skipped.
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
		|| command -v google-chrome >/dev/null 2>&1 \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
			&& echo "installing chromium ..." >&2 \
			&& { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libatomic1; } >/dev/null 2>&1; } \
		|| echo "no Chromium, and no way to install one here: the browser tests will be skipped" >&2

virtuoso: ## Install a Virtuoso server for the tests of stores where that is possible; without one they are skipped.
	@command -v virtuoso-t >/dev/null 2>&1 \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
			&& echo "installing virtuoso ..." >&2 \
			&& { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq virtuoso-opensource-7; } >/dev/null 2>&1; } \
		|| echo "no Virtuoso, and no way to install one here: its tests will be skipped" >&2

editor: $(EDITOR_ASSETS)/yasqe.min.js ## Install the SPARQL editor of the query page, where npm is found.

# Without it the page has an editor of its own. The package's bundle holds all that it needs; git ignores it.
$(EDITOR_ASSETS)/yasqe.min.js:
	@command -v npm >/dev/null 2>&1 || { echo "no npm: the query page keeps its plain editor" >&2; exit 0; }; \
		folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT \
		&& npm pack --silent --ignore-scripts --pack-destination "$$folder" $(EDITOR_PACKAGE) >/dev/null 2>&1 \
		&& tar -xzf "$$folder"/*.tgz -C "$$folder" && mkdir -p $(EDITOR_ASSETS) \
		&& cp "$$folder"/package/package.json "$$folder"/package/build/yasqe.min.css $(EDITOR_ASSETS)/ \
		&& cp "$$folder"/package/build/yasqe.min.js $(EDITOR_ASSETS)/ \
		|| echo "npm could not fetch $(EDITOR_PACKAGE): the query page keeps its plain editor" >&2

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: install one, or say which with make PYTHON=..." >&2; exit 1; }
	@echo "making $(VENV)/ with $(PYTHON)" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing (a minute or two, once)" >&2
	@$(PIP) install -e . -c constraints.txt
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing, with the tools of developers (a minute or two, once)" >&2
	@$(PIP) install -e '.[dev]' -c constraints.txt
	@touch $@ $(VENV)/.installed

clean: ## Remove what was built and measured (.venv/ stays).
	@rm -rf output/store output/facts output/graph.* output/indicators.csv output/findings.json output/.build.jsonl output/.parts output/texts
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
	@find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +
