# The one door to everything: `make` lists what it opens. Nothing here needs an activated venv.

PYTHON ?= python3
ENV    ?= default
ARGS   ?=

BIN    := .venv/bin
READY  := .venv/.ready
SOURCE := layers/tuan/python/wxcloud layers/tuan/python/shop layers/build.py functions local tools

export SAM_CLI_TELEMETRY := 0
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/tuan/python

# What layers are built for, unless it is this machine: the defaults of template.yaml.
TARGET_PYTHON       ?= 3.14
TARGET_ARCHITECTURE ?= $(if $(filter cn,$(ENV)),x86_64,arm64)

.DEFAULT_GOAL := help
.PHONY: help setup lock up down status run demo test test-client lint format type openapi api-check validate \
        check build deploy check-secrets bench sam-local clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- A shop on this machine -------------------------------------------------------------------

run: up ## A shop with one shopper's day in it, open until Ctrl-C
	@$(BIN)/python -m local.day --stay

demo: up ## The same, but ends, with success only if every step went well
	@$(BIN)/python -m local.day

up: setup ## The stack in the background: PORT=, SANDBOX_PORT=, BIND_HOST=, PERSIST=1
	@$(BIN)/python -m local.stack up

down: setup ## Stop what `up` started
	@$(BIN)/python -m local.stack down

status: setup ## Where the stack is, if it is up
	@$(BIN)/python -m local.stack status

# --- Working on it ----------------------------------------------------------------------------

setup: $(READY) ## The virtual environment, from requirements.lock

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Tuan needs Python 3.11 or newer. PYTHON=/path/to/python make ... takes another one."; exit 1; }
	@echo "  installing requirements.lock into .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile \
		--requirement requirements.lock
	@touch $@

lock: setup ## requirements.lock anew, from requirements/dev.in
	@$(BIN)/python -m pip install --quiet --dry-run --ignore-installed --report .lock.json \
		--requirement requirements/dev.in
	@$(BIN)/python -c 'import json; found = json.load(open(".lock.json"))["install"]; \
		pins = (one["metadata"]["name"].lower().replace("_", "-") + "==" + one["metadata"]["version"] for one in found); \
		print("\n".join(sorted(pins)))' > requirements.lock
	@rm .lock.json

test: up ## All tests but those that need Docker: ARGS="-k group"
	@$(BIN)/python -m pytest -m "not docker" $(ARGS)

test-client: ## The mini-program's client, where there is Node 18 or newer
	@if command -v node >/dev/null; then node --test tests/miniprogram/*.test.js; \
		else echo "no node here: the mini-program's client is not tested"; fi

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "make format would change the files above"; exit 1; }

format: setup ## Lay out and tidy the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

type: setup
	@$(BIN)/mypy $(SOURCE)

openapi: setup ## docs/api.md and docs/openapi.json, made from the functions and a run of them
	@RECORD_EXAMPLES=1 $(BIN)/python -m pytest -q tests/functional/test_api_docs.py -k examples
	@$(BIN)/python -m tools.api

api-check: setup
	@$(BIN)/python -m tools.api --check

validate: setup
	@AWS_DEFAULT_REGION=us-east-1 $(BIN)/sam validate --lint

check: lint type api-check validate test test-client demo ## All that CI checks, but Docker

bench: up ## Measure, and write docs/performance.md
	@$(BIN)/python -m bench $(ARGS)

sam-local: setup ## `sam local invoke` of every function, under Docker, against the local stack
	@BIND_HOST=0.0.0.0 $(BIN)/python -m local.stack up
	@$(BIN)/python -m pytest -m docker $(ARGS)

# --- AWS --------------------------------------------------------------------------------------

build: setup ## The artefacts for AWS, or for AWS China: ENV=cn
	@TARGET_PYTHON=$(TARGET_PYTHON) TARGET_ARCHITECTURE=$(TARGET_ARCHITECTURE) \
		$(BIN)/sam build --config-env $(ENV)

deploy: build ## To your AWS account, as samconfig.toml says: ENV=cn, ARGS="--guided"
	@$(BIN)/sam deploy --config-env $(ENV) $(ARGS)

check-secrets: setup ## Say what is wrong with the stack's secrets: ENV=cn, ENV=local, ARGS=--offline
	@$(BIN)/python -m tools.check_secrets --env $(ENV) $(ARGS)

clean: down ## Remove everything that was made, but the virtual environment
	@rm -rf .aws-sam .local .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
