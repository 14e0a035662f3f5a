# What a newcomer types: make demo, make test. Each does all of its own set-up in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# Where this is set, each of the thousand commands that tests start would compile our modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check coverage mutation torture format lock bench clean

demo: .venv/run.stamp
	@$(BIN)/tthc demo

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Every branch of the law is taken by a test of its own.
coverage: .venv/dev.stamp
	$(BIN)/python -m pytest tests/rules --cov=rules --cov-branch --cov-fail-under=100 \
		--cov-report=term-missing:skip-covered

# Long, and not in CI: the tests of working time against each mutant of it.
mutation: .venv/dev.stamp
	$(PIP) install --quiet --require-hashes -r requirements/mutation.txt
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results

# Long, and not in CI: daemons killed at random moments of a night, and started two at once.
torture: .venv/dev.stamp
	$(BIN)/python tests/schedule/torture.py --kills 200 --starts 100
	$(BIN)/python tests/schedule/torture.py --kills 200 --starts 100 --database postgresql

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev.stamp
	$(BIN)/python bench/nightly.py
	$(BIN)/python bench/nightly.py --rows 1000000 --csv
	$(BIN)/python bench/judging.py
	$(BIN)/python bench/writing.py
	$(BIN)/python bench/pages.py

# dev.txt is solved first and binds the others, so that all hold the same versions. Spark stands
# apart: 490 MB that only CI and those who use it install. So does what mutates the code.
lock: .venv/dev.stamp
	$(UV_COMPILE) pyproject.toml --extra remote --extra polars --extra duckdb \
		--group build --group dev -o requirements/dev.txt
	$(UV_COMPILE) pyproject.toml --group build -c requirements/dev.txt -o requirements/run.txt
	$(UV_COMPILE) pyproject.toml --extra spark -c requirements/dev.txt -o requirements/spark.txt
	$(UV_COMPILE) --group mutation -c requirements/dev.txt -o requirements/mutation.txt

clean:
	rm -rf .venv out

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
