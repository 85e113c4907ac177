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
	$(BIN)/pytest -m 'not slow' -n auto --dist worksteal

# Lighthouse measures speed: nothing else runs beside it.
test-slow: install .tools/installed
	$(BIN)/pytest -m slow -n auto --dist loadfile --ignore tests/test_lighthouse.py
	$(BIN)/pytest -m slow tests/test_lighthouse.py

# Lighthouse, axe, the Nu checker and html-validate, with a Node that is new enough for them.
.tools/installed: tests/tools/package.json
	mkdir -p .tools
	cp $< .tools
	cd .tools && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
	touch $@

accuracy: install
	$(BIN)/python bench/accuracy.py --write

# Against Hugo, and against an earlier commit: make bench REVISION=main~5
REVISION ?= HEAD~1

bench: install
	$(BIN)/python bench/speed.py --write
	$(BIN)/python bench/compare.py $(REVISION)

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
