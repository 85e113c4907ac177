PYTHON ?= python3
BIN := .venv/bin

.PHONY: site install check test test-slow accuracy bench format

site: install
	$(BIN)/dateline build

install: .venv/installed

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: install
	$(BIN)/pytest -m 'not slow'

test-slow: install
	$(BIN)/pytest -m slow

accuracy: install
	$(BIN)/python bench/accuracy.py --write

bench: install
	$(BIN)/python bench/rebuild.py

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
