# `make run` and `make test` need Python 3.11 or newer and make, and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_FOLDER ?= var
DATA ?= ../shared/data

.PHONY: run test check format bench bench-scale lock clean

run: $(VENV)/installed
	@$(BIN)/python app.py --home $(HOME_FOLDER)

test: check
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/installed-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .

format: $(VENV)/installed-dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/installed-dev
	@$(BIN)/python tests/bench.py --data $(DATA)
	@$(BIN)/python tests/bench_models.py --data $(DATA)
	@$(BIN)/python -m tests.bench_scale ratings 100000 1000000
	@$(BIN)/python -m tests.bench_scale films 1000 10000

# To the size of MovieLens 32M and of IMDb: some hours, 24 GB of memory, 20 GB of disk.
bench-scale: $(VENV)/installed-dev
	@$(BIN)/python -m tests.bench_scale ratings 1000000 10000000 32000000 --memory 9
	@$(BIN)/python -m tests.bench_scale films 10000 100000
	@$(BIN)/python -m tests.bench_imdb --titles 10000000

# CPU PyTorch first and exactly: a range would bring gigabytes of CUDA.
$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: Usher needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; name another with make PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing what Usher needs into $(VENV): about 3 GB, some minutes the first time" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $$(grep '^torch==' requirements.lock)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@sh tests/install_browser.sh $(BIN)/python
	@touch $@

# Resolve all versions anew, in an environment of its own.
lock:
	rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	$(PYTHON) tests/lock.py $(VENV)-lock/bin/python
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
