# yiwang: everything starts here. Needs Python >= 3.11 with pip, and make; the rest is fetched.
#
#   make demo                  build the demo township once, then open it
#   make test                  the whole test suite, on SQLite and PostgreSQL
#   make PYTHON=python3.13 …   use another interpreter for the environment

PYTHON ?= python3
VENV ?= .venv
DEMO_ARGS ?=
PYTEST_ARGS ?=
WORKERS ?= auto

BIN := $(VENV)/bin
CORE := $(VENV)/.stamp-core
DEV := $(VENV)/.stamp-dev
MO := console/i18n/zh_CN/LC_MESSAGES/yiwang.mo
# What an installed environment depends on: a change of any of them installs anew.
RECIPE := pyproject.toml hatch_build.py

# Only what the lock names, only with the hash it names; pip's advice about itself and its
# remarks on how a machine is set up say nothing about this project and are left out.
quiet_pip = $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
install_locked = $(quiet_pip) install --require-hashes --no-deps --requirement $(1)
# The checkout itself, in place; the build backend came with the lock.
install_self = $(quiet_pip) install --no-deps --no-build-isolation --editable .
UV := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
      --no-emit-index-url --no-header --quiet

# Without bytecode every start of the program, and every test of one, compiles all its modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench lock upgrade-lock i18n pictures format clean

help:
	@echo 'make demo          build the demo township once and open it'
	@echo 'make test          run all tests'
	@echo 'make check         style, types and borders'
	@echo 'make bench         measure'
	@echo 'make i18n          compile the translations'
	@echo 'make pictures      draw the pictures of the README anew'
	@echo 'make format        put the source into shape'
	@echo 'make lock          add to the locks what pyproject.toml asks for now'
	@echo 'make upgrade-lock  the same, with the newest versions allowed'
	@echo 'make clean         remove what make made; no data is touched'

demo: $(CORE) $(MO)
	@$(BIN)/yiwang demo $(DEMO_ARGS)

test: $(DEV) $(MO)
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup --quiet --color=no $(PYTEST_ARGS)

check: $(DEV) $(MO)
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(DEV) $(MO)
	@$(BIN)/python -m benchmarks

i18n: $(MO)

pictures: $(DEV) $(MO)
	@$(BIN)/python -m tests.support.make_pictures

format: $(DEV)
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet

lock: $(DEV)
	@$(quiet_pip) install uv
	@$(BIN)/$(UV) --group build --output-file requirements.lock
	@$(BIN)/$(UV) --group dev --constraint requirements.lock --output-file requirements-dev.lock

upgrade-lock: UV += --upgrade
upgrade-lock: lock

clean:
	rm -rf $(VENV) .venv-bootstrap dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -f $(MO)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the environment

$(VENV)/.stamp-venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'yiwang needs Python 3.11 or newer; name one: make PYTHON=python3.11 …' >&2; exit 1; }
	@test -x $(BIN)/python || echo 'Making the environment in $(VENV) …' >&2
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 \
	  || $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 \
	  || $(MAKE) --no-print-directory $(VENV)/.made-by-virtualenv
	@touch $@

# Systems that ship Python without ensurepip (Debian without python3-venv): virtualenv brings its own pip.
$(VENV)/.made-by-virtualenv:
	@$(PYTHON) -m pip --disable-pip-version-check --quiet --quiet install --target .venv-bootstrap virtualenv
	@PYTHONPATH=.venv-bootstrap $(PYTHON) -m virtualenv --clear --quiet $(VENV)
	@touch $@

$(CORE): requirements.lock $(RECIPE) | $(VENV)/.stamp-venv
	@echo 'Installing what yiwang needs …' >&2
	@$(call install_locked,requirements.lock)
	@$(install_self)
	@touch $@

$(DEV): requirements-dev.lock $(RECIPE) | $(VENV)/.stamp-venv
	@echo 'Installing what yiwang and its tests need …' >&2
	@$(call install_locked,requirements-dev.lock)
	@$(install_self)
	@touch $@ $(CORE)

$(MO): $(wildcard console/i18n/zh_CN/*.po) console/i18n/build.py | $(VENV)/.stamp-venv
	@test -e $(CORE) -o -e $(DEV) || $(MAKE) --no-print-directory $(CORE)
	@$(BIN)/python console/i18n/build.py
