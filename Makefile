# Two commands do everything on a fresh machine with Python 3.11: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo demo-reset crowd test bench lint messages release-assets screenshots clean

demo: $(VENV)/demo.stamp
	@$(BIN)/python -m example_site.demo

demo-reset: $(VENV)/demo.stamp
	@$(BIN)/python -m example_site.demo --reset

# A hub of its own that reads 400 simulated sites, one in ten of them bad.
crowd: $(VENV)/demo.stamp
	@$(BIN)/python -m example_site.crowd.hub $(ARGS)

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

# How fast it is: make bench, make bench BENCH=search.
bench: $(VENV)/test.stamp
	@$(BIN)/python -m tests.benchmarks $(BENCH)

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet omwagtail/templates example_site/templates

# Collects the texts of the code into the catalogues, and compiles them. Needs GNU gettext.
messages: $(VENV)/test.stamp
	cd omwagtail && PYTHONPATH=.. DJANGO_SETTINGS_MODULE=tests.settings ../$(BIN)/python -m django makemessages -l de -l en --no-location --no-obsolete
	for language in de en; do $(BIN)/pybabel compile -i omwagtail/locale/$$language/LC_MESSAGES/django.po -o omwagtail/locale/$$language/LC_MESSAGES/django.mo -l $$language; done

# Before a release: keeps the modules that other sites name with a hash, and writes the hashes down.
release-assets: $(VENV)/test.stamp
	$(BIN)/python -m tests.releasing

# The pictures of docs/how-to/publish-an-example.md. The demonstration must be running: make demo.
screenshots: $(VENV)/test.stamp
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf build dist *.egg-info $(VENV)

$(BIN)/python:
	@echo "Creating the virtual environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing packages (only the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo]'
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(BIN)/python
	@echo "Installing packages for the tests (only the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/demo.stamp
