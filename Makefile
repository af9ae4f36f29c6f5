# Guatu's tasks. Every target sets up what it needs: a machine with Python 3.11, Node and make is enough.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
HOME_DIR := var/demo
PORT ?= 8000
SIZE ?= full
# So many tests at once: a browser waits more than it works.
WORKERS ?= 3
SEED ?= 9
SCRIPTS := $(wildcard web/static/js/*.js web/static/js/*/*.js)
CATALOGUES := $(wildcard web/translations/*/LC_MESSAGES/messages.po)
# The longest first: the others pass by it.
CHECKS := $(addprefix check-,types scripts imports style format rooms spelling)
# In the order of folders: small files come last, so that nobody waits at the end.
SIDE_BY_SIDE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: help setup run test test-slow coverage mutations lint $(CHECKS) bench screenshots clean

help: ## List the tasks
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/ready web/static/vendor/evidence.js $(CATALOGUES:.po=.mo) ## Build the environment and the browser assets

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

web/static/vendor/ready: package.json package-lock.json scripts/assets.mjs scripts/esbuild.mjs
	npm ci --silent
	npm run --silent assets
	touch $@

web/static/vendor/evidence.js: web/static/vendor/ready scripts/evidence.mjs $(SCRIPTS)
	node scripts/evidence.mjs

%.mo: %.po .venv/ready
	$(BIN)/pybabel --quiet compile -i $< -o $@

$(HOME_DIR)/journal.sqlite: | setup
	$(BIN)/guatu --home $(HOME_DIR) demo

run: setup $(HOME_DIR)/journal.sqlite ## Make the demo district once, and serve it at http://127.0.0.1:8000/
	$(BIN)/guatu --home $(HOME_DIR) serve --port $(PORT)

test: setup ## Run every test that this machine can run
	node --test tests/unit/js/*.test.mjs
	$(BIN)/pytest -m "not slow and not alone" $(SIDE_BY_SIDE)
	$(BIN)/pytest -m "not slow and alone" tests/load

test-slow: setup ## Run the tests of nightly size as well
	node --test tests/unit/js/*.test.mjs
	$(BIN)/pytest --timeout 0

coverage: setup ## Hold the branches that unit, property and integration tests reach
	rm -rf var/coverage
	mkdir -p var/coverage
	COVERAGE_FILE=var/coverage/data $(BIN)/pytest -m "not slow" -n 2 --dist loadfile \
	    --cov --cov-context=test --cov-report= --junitxml=var/coverage/tests.xml \
	    tests/unit tests/property tests/integration
	$(BIN)/python scripts/branches.py --check

mutations: coverage ## Make 200 small mistakes in domain/; the tests must notice 95 %
	$(BIN)/python -m scripts.mutations --seed $(SEED)

lint: setup ## Check style, types, imports, rooms and spelling
	$(MAKE) --no-print-directory --jobs 2 --keep-going $(CHECKS)

check-types:
	$(BIN)/mypy

check-scripts:
	npx --no-install tsc -p jsconfig.json

check-imports:
	$(BIN)/lint-imports

check-style:
	$(BIN)/ruff check .

check-format:
	$(BIN)/ruff format --check .

check-rooms:
	$(BIN)/python scripts/house.py --check

check-spelling:
	$(BIN)/codespell

bench: setup ## Measure speed at the city-decade; SIZE=small for a quick look
	$(BIN)/python -m tests.bench --size $(SIZE)

screenshots: setup $(HOME_DIR)/journal.sqlite ## Take the screenshots of the documentation anew
	$(BIN)/python scripts/screenshots.py $(HOME_DIR)

clean: ## Remove what setup and run have made
	rm -rf .venv node_modules web/static/vendor var $(CATALOGUES:.po=.mo)
