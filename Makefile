# The commands of the house. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
COMPILE := $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --no-emit-find-links --no-emit-index-url --no-emit-trusted-host --strip-extras
DEPLOY := SECRET_KEY=nothing-is-signed-with-this-key-of-fifty-letters-and-more-0123456789 ALLOWED_HOSTS=assembly.example BEHIND_HTTPS=1 ASSEMBLY_VAR=build/var DJANGO_SETTINGS_MODULE=assembly.project.settings

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test check bench load chaos slow requirements messages audit sbom

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*##/  make \1\t/p' Makefile | expand -t 24

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer, or name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) -V), but Python 3.11 or newer is needed. Name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) lacks its venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/runtime.stamp: requirements/runtime.txt | .venv/bin/python
	@echo "Installing what the product needs …"
	@$(PIP) -r requirements/runtime.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/runtime.stamp
	@echo "Installing what its developers need …"
	@$(PIP) -r requirements/dev.txt
	@touch $@

setup: .venv/dev.stamp  ## make .venv with everything for work on the product

demo: export DJANGO_SETTINGS_MODULE := assembly.project.settings_demo
demo: .venv/runtime.stamp  ## build and serve the demonstration (PORT=8123 chooses the port)
	@$(BIN)/python manage.py build_demo --web 127.0.0.1:$(PORT)
	@$(BIN)/python manage.py supervise --web 127.0.0.1:$(PORT) --with-parent

demo-reset:  ## throw the demonstration away; the next `make demo` builds it anew
	@! kill -0 "$$(cat var/demo/supervisor.pid 2>/dev/null)" 2>/dev/null || { echo "The demonstration is running. Stop it first: Ctrl-C where it runs." >&2; exit 1; }
	@rm -rf var/demo
	@echo "The demonstration is gone. make demo builds a new one."

# Many processes read the same modules: the first that compiles one keeps it for the others, whatever the shell says.
test slow: export PYTHONDONTWRITEBYTECODE :=

test: setup  ## run the tests, in as many processes as there are processors
	@$(BIN)/python -m pytest -n auto --dist worksteal

slow: setup  ## run the long tests as well (each usual run takes a sample of them)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "slow or not slow"

bench: setup  ## measure the lottery, pages and import of a large pool, tables, packs, the register, votes and public pages
	@$(BIN)/python -m tests.benchmarks.bench_lottery
	@$(BIN)/python -m tests.benchmarks.bench_pool_import
	@$(BIN)/python -m tests.benchmarks.bench_pool_pages
	@$(BIN)/python -m tests.benchmarks.bench_matches
	@$(BIN)/python -m tests.benchmarks.bench_waves
	@$(BIN)/python -m tests.benchmarks.bench_messages
	@$(BIN)/python -m tests.benchmarks.bench_tables
	@$(BIN)/python -m tests.benchmarks.bench_placement
	@$(BIN)/python -m tests.benchmarks.bench_packs
	@$(BIN)/python -m tests.benchmarks.bench_register
	@$(BIN)/python -m tests.benchmarks.bench_voting
	@$(BIN)/python -m tests.benchmarks.bench_public

load: setup  ## the product on PostgreSQL under load: 200 members, staff, an import of 100,000 rows, a lottery (SECONDS=240)
	@$(BIN)/python -m tests.load.load --seconds $(or $(SECONDS),240) --port $(PORT)

chaos: setup  ## kill web server, workers and database at random while people write; look for what was lost (SECONDS=600)
	@$(BIN)/python -m tests.load.chaos --seconds $(or $(SECONDS),600) --port $(PORT) $(if $(SEED),--seed $(SEED))

check: setup  ## format, lint, types, import contracts, migrations, deployment
	@$(BIN)/ruff format --check --quiet . || { echo "Run .venv/bin/ruff format ." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@mkdir -p build/var
	@$(DEPLOY) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(DEPLOY) $(BIN)/python manage.py check --deploy --fail-level WARNING

requirements: setup  ## compile requirements/ from pyproject.toml
	@$(COMPILE) --output-file=requirements/runtime.txt pyproject.toml
	@$(COMPILE) --constraint=requirements/runtime.txt --extra=objects --output-file=requirements/objects.txt pyproject.toml
	@$(COMPILE) --constraint=requirements/runtime.txt --extra=dev --output-file=requirements/dev.txt pyproject.toml

audit: setup  ## ask for known weaknesses of what is depended on; answers 2 if not all could be asked
	@$(BIN)/python -m tests.audit_dependencies

sbom: setup  ## write build/sbom.json: what an installation is made of, as CycloneDX
	@mkdir -p build
	@$(BIN)/python -m tests.bill_of_materials > build/sbom.json
	@echo "build/sbom.json lists what requirements/objects.txt installs."

messages: setup  ## compile the translations in the folders locale
	@for folder in $(wildcard */locale */*/locale); do $(BIN)/pybabel --quiet compile --domain django --directory $$folder || exit 1; done
