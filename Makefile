# Two commands do everything: make run, make test. Both make .venv first.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CODE := bot handlers tests

.DEFAULT_GOAL := help
.PHONY: help run test check bench chaos picture screenshots lock clean

help:
	@echo "make run    load the facts, then start the bot; without Slack tokens, a playground in the browser"
	@echo "make test   run every test that this machine can run, and name those that it cannot"
	@echo "make check  lint, types, architecture and the data package"
	@echo "make bench  measure the answers against a bare Bolt handler"
	@echo "make chaos  kill the digest clock 300 times in a simulated month, and count what stands in the channels; then 200 editors who click at once"
	@echo "make picture  draw README's picture again"
	@echo "make screenshots  take README's pictures of the playground again; needs Chromium"
	@echo "make lock   pin the requirements again from requirements.in and requirements-dev.in"
	@echo "make clean  remove what the others made, except a fact store"

run: $(VENV)/run
	@$(PY) -m bot start

test: $(VENV)/dev
	@$(PY) -m pytest

check: $(VENV)/dev
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m bot check

bench: $(VENV)/dev
	@$(PY) -m tests.bench

chaos: $(VENV)/dev
	@$(PY) -m tests.chaos

picture: $(VENV)/dev
	@PYTHONPATH=. $(PY) docs/picture.py

screenshots: $(VENV)/dev
	@PYTHONPATH=. $(PY) docs/screenshots.py

lock: $(VENV)/dev
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
