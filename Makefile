# All commands: `make` lists them. No command needs an activated virtual environment.

PYTHON ?= python3
ENV    ?= default
ARGS   ?=
WORKERS ?= 2

BIN    := .venv/bin
READY  := .venv/.ready
SOURCE := layers/tuan/python/wxcloud layers/tuan/python/shop layers/build.py functions local tools

export SAM_CLI_TELEMETRY := 0
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/tuan/python

# What the layers are built for: the defaults of template.yaml. (`make up` builds for this machine.)
TARGET_PYTHON       ?= 3.14
TARGET_ARCHITECTURE ?= $(if $(filter cn,$(ENV)),x86_64,arm64)

.DEFAULT_GOAL := help
.PHONY: help setup lock up down status logs invoke run demo test test-botocore test-client pictures lint format type openapi api-check validate \
        check console console-check console-pictures build deploy check-secrets grant bench load fuzz sam-local clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- The stack on this machine -------------------------------------------------------------------

run: up ## Start the stack, play one shopper's day, stay up until Ctrl-C
	@$(BIN)/python -m local.day --stay

demo: up ## Do the same and exit; the exit code is 0 only if every step succeeded
	@$(BIN)/python -m local.day

up: setup console ## Start or update the stack in the background: PORT=, SANDBOX_PORT=, BIND_HOST=, PERSIST=1
	@$(BIN)/python -m local.stack up

down: setup ## Stop what `make up` started
	@$(BIN)/python -m local.stack down

status: setup ## Show the addresses of the stack, if it is up
	@$(BIN)/python -m local.stack status

logs: setup ## Show what functions have logged: FN=joinGroup for one, FOLLOW=1 for new lines too
	@$(BIN)/python -m local.stack.logs $(if $(FOLLOW),--follow) $(FN)

console: setup ## Build the console's page if its source has changed and Node 20 is there
	@$(BIN)/python -m tools.console build

console-check: setup ## Check the types of the console's pages, and that console/dist is what they build (Node 20.19)
	@$(BIN)/python -m tools.console check

invoke: setup ## Invoke a function of the stack with a sample event: EVENT=joinGroup or joinGroup.http
	@$(BIN)/python -m local.invoke $(EVENT)

# --- Development ----------------------------------------------------------------------------

setup: $(READY) ## Make the virtual environment from requirements.lock

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Tuan needs Python 3.11 or newer. To use another one: PYTHON=/path/to/python make ..."; exit 1; }
	@echo "  installing requirements.lock into .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile \
		--requirement requirements.lock
	@touch $@

lock: setup ## Make requirements.lock and requirements/load.lock again from requirements/*.in
	$(call lock,requirements/dev.in,requirements.lock)
	$(call lock,requirements/load.in,requirements/load.lock)

define lock
@$(BIN)/python -m pip install --quiet --dry-run --ignore-installed --report .lock.json --requirement $(1)
@$(BIN)/python -c 'import json; found = json.load(open(".lock.json"))["install"]; \
	pins = (one["metadata"]["name"].lower().replace("_", "-") + "==" + one["metadata"]["version"] for one in found); \
	print("\n".join(sorted(pins)))' > $(2)
@rm .lock.json
endef

NODE_20 := node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1
WITHOUT_NODE := Node 20 or newer, with npm, is not installed. Without it the mini-program is not tested.

test: up ## Run all tests that do not need Docker: ARGS="-k group" selects some, WORKERS=0 runs them in one process
	@$(BIN)/python -m pytest -m "not docker" -n $(WORKERS) $(ARGS)
	@$(if $(ARGS),:,if $(NODE_20); then $(MAKE) --no-print-directory test-client; \
		else echo "$(WITHOUT_NODE)"; test -z "$$CI"; fi)

test-botocore: setup ## Run the functional and concurrency tests with botocore instead of our store client
	@STORE_CLIENT=botocore $(BIN)/python -m pytest -m "not docker and not local" tests/functional tests/concurrency $(ARGS)

CLIENT := tests/miniprogram

test-client: $(CLIENT)/node_modules/.ready ## Test the mini-program: its client, all pages, and, if `make up` was called, end to end (Node 20 or newer)
	@cd $(CLIENT) && node --test *.test.js pages/*.test.js end-to-end/*.test.js

pictures: setup $(CLIENT)/node_modules/.ready ## Take pictures of the mini-program's pages with Chromium: ONLY=home for some
	@cd $(CLIENT) && node pictures.js $(ONLY)
	@$(BIN)/python -m tools.small_pictures docs/images/miniprogram-*.png

console-pictures: setup ## Take pictures of the console's pages with Chromium: ONLY=today for one
	@PYTHONPATH=layers/tuan/python:. $(BIN)/python -m tests.console.pictures $(ONLY)
	@$(BIN)/python -m tools.small_pictures docs/images/console-*.png

$(CLIENT)/node_modules/.ready: $(CLIENT)/package-lock.json
	@{ $(NODE_20); } || { echo "$(WITHOUT_NODE)"; exit 1; }
	@echo "  installing $(CLIENT)/package-lock.json (once)"
	@cd $(CLIENT) && npm ci --silent --no-audit --no-fund
	@touch $@

lint: setup ## Check the code's style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "make format would change the files above"; exit 1; }

format: setup ## Format the code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

type: setup ## Check the types
	@$(BIN)/mypy $(SOURCE)

openapi: setup ## Write docs/api.md, docs/openapi.json and docs/examples from the functions
	@RECORD_EXAMPLES=1 $(BIN)/python -m pytest -q tests/functional/test_api_docs.py -k examples
	@$(BIN)/python -m tools.api

api-check: setup ## Check that docs/api.md and docs/openapi.json are up to date
	@$(BIN)/python -m tools.api --check

validate: setup ## Check template.yaml, and what CANARY= makes of it
	@AWS_DEFAULT_REGION=us-east-1 $(BIN)/sam validate --lint
	@$(BIN)/python -m tools.canary Canary10Percent5Minutes
	@AWS_DEFAULT_REGION=us-east-1 $(BIN)/sam validate --lint --template template.canary.yaml

check: lint type api-check console-check validate test demo ## Do all checks of CI that do not need Docker

bench: up ## Measure the speed and write docs/performance.md
	@$(BIN)/python -m bench $(ARGS)

load: up .local/load/.ready ## Many shoppers on the local stack for two minutes: USERS=20 SECONDS=120 PACE=1
	@$(BIN)/python -m bench.load

# Locust has an environment of its own: it changes how Python waits, and nothing else needs it.
.local/load/.ready: requirements/load.lock | $(READY)
	@echo "  installing requirements/load.lock into .local/load (once)"
	@$(BIN)/python -m venv .local/load
	@.local/load/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	@touch $@

fuzz: setup ## Send 100,000 strange requests to every open function: ARGS="--number 1000 --seed 2"
	@$(BIN)/python -m bench.fuzz $(ARGS)

sam-local: setup ## Run every function with `sam local invoke` under Docker, against the local stack
	@BIND_HOST=0.0.0.0 $(BIN)/python -m local.stack up
	@$(BIN)/python -m pytest -m docker $(ARGS)

# --- AWS --------------------------------------------------------------------------------------

build: setup console ## Build for AWS, or for AWS China: ENV=cn
	@$(if $(CANARY),$(BIN)/python -m tools.canary $(CANARY))
	@TARGET_PYTHON=$(TARGET_PYTHON) TARGET_ARCHITECTURE=$(TARGET_ARCHITECTURE) \
		$(BIN)/sam build --config-env $(ENV) $(if $(CANARY),--template template.canary.yaml)

deploy: build ## Deploy to AWS: ENV=cn, ARGS="--guided", CANARY=Canary10Percent5Minutes
	@$(BIN)/sam deploy --config-env $(ENV) $(ARGS)
	@PYTHONPATH=layers/tuan/python:. $(BIN)/python -m tools.publish_console --env $(ENV) $(ARGS)

check-secrets: setup ## Say what is wrong with the stack's secrets: ENV=cn, ENV=local, ARGS=--offline
	@$(BIN)/python -m tools.check_secrets --env $(ENV) $(ARGS)

grant: setup ## Give a user roles: OPENID=o… ROLES="operator host" ARGS=--local
	@PYTHONPATH=layers/tuan/python $(BIN)/python -m tools.grant $(OPENID) $(ROLES) $(ARGS)

clean: down ## Stop the stack and remove all that was made, except the virtual environment
	@rm -rf .aws-sam .local .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
