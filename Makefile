# Second Story. `make help` lists what there is to make; `make site` needs only Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
PORT ?= 8000
CODE := generator tests bench
# What follows `secondstory build`, `secondstory serve`, `pytest` or the benchmark.
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# ---------------------------------------------------------------- use

.PHONY: site
site: $(VENV)/.run ## Build site/ from postmortems/
	$(BIN)/secondstory build $(ARGS)

.PHONY: serve
serve: $(VENV)/.run ## Write with a live preview on http://127.0.0.1:8000 (PORT=...)
	$(BIN)/secondstory serve --port $(PORT) $(ARGS)

# ---------------------------------------------------------------- check

.PHONY: test
test: $(VENV)/.dev ## Run the tests (ARGS="-k feed" for some of them)
	$(BIN)/pytest --numprocesses auto $(ARGS)

.PHONY: check
check: format-check lint types layers test ## Everything that CI runs: format, lint, types, layers, tests

.PHONY: format
format: $(VENV)/.dev ## Rewrite the code in the house format
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)

.PHONY: format-check lint types layers
format-check: $(VENV)/.dev
	$(BIN)/ruff format --check $(CODE)
lint: $(VENV)/.dev
	$(BIN)/ruff check $(CODE)
types: $(VENV)/.dev
	$(BIN)/mypy
layers: $(VENV)/.dev
	$(BIN)/lint-imports --no-logo

.PHONY: bench
bench: $(VENV)/.dev ## Measure builds, serve and search on generated archives (ARGS="--sizes 1000,10000")
	$(BIN)/python bench/run.py $(ARGS)

.PHONY: docs
docs: $(VENV)/.dev ## Write the reference pages in docs/ anew from the code
	UPDATE_DOCS=1 $(BIN)/pytest --quiet tests/test_docs.py

.PHONY: growth
growth: $(VENV)/.dev ## Show how the time to read a report grows with its size
	$(BIN)/python bench/growth.py $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.dev ## Fuzz the reading of reports for two minutes (ARGS=600 for ten)
	$(PIP) --require-hashes --requirement requirements/fuzz.txt
	$(BIN)/python bench/fuzz.py $(ARGS)

# ---------------------------------------------------------------- release

.PHONY: wheel
wheel: $(VENV)/.dev ## Build the wheel into dist/
	$(BIN)/python -m hatchling build --target wheel

.PHONY: clean
clean: ## Remove everything that was built, the environment included
	rm -rf site dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find generator tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- environment

# Locked with hashes for every platform; the files name no host, pip's own settings do.
# ARGS=--upgrade takes the newest versions that pyproject.toml admits.
LOCK = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
.PHONY: lock
lock: ## Resolve the dependencies anew into requirements/ (ARGS=--upgrade)
	$(NEEDS_PYTHON)
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv
	$(LOCK) $(ARGS) pyproject.toml --extra dev --output-file requirements/dev.txt
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])' \
	  | $(LOCK) $(ARGS) pyproject.toml - --constraint requirements/dev.txt --output-file requirements/run.txt
	echo atheris | $(LOCK) $(ARGS) - --output-file requirements/fuzz.txt

# Running it takes a few small packages; working on it takes the tools as well.
$(VENV)/.run: $(BIN)/python requirements/run.txt pyproject.toml
	$(PIP) --require-hashes --requirement requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

$(BIN)/python:
	$(NEEDS_PYTHON)
	$(PYTHON) -m venv --clear $(VENV)

define NEEDS_PYTHON
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
  echo "Second Story needs Python 3.11 or newer; $(PYTHON) is" \
    "$$($(PYTHON) -c 'import platform; print(platform.python_version())' 2>/dev/null || echo 'not there')."; \
  echo "If a newer one is installed, name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; } >&2
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; \
  exit 2; } >&2
endef

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
