# Two commands: `make demo` shows the house, `make test` proves it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
WIDTH  ?= 3

.PHONY: demo test check bench fuzz town docs format clean

demo: $(VENV)/.installed
	@exec $(BIN)/qingshan demo

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n $(WIDTH) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/qingshan django makemigrations --check --dry-run
	$(BIN)/qingshan docs --check

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

fuzz: $(VENV)/.installed-dev
	QINGSHAN_FUZZ=$(or $(EXAMPLES),500) $(BIN)/python -m pytest tests/api/test_described.py

town: $(VENV)/.installed
	@exec $(BIN)/qingshan town --steps $(or $(STEPS),10000) --seed $(or $(SEED),1) --database $(or $(NAME),fresh)

docs: $(VENV)/.installed
	$(BIN)/qingshan docs

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build src/qingshan/vendor

$(VENV)/.installed: pyproject.toml hatch_build.py package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { $(PYTHON) -m pip install --quiet --user virtualenv && $(PYTHON) -m virtualenv $(VENV); }
	@echo "青山 · installing (the first time takes a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev
	@touch $@
