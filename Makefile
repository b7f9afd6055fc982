# make run    set-up if needed, then the city at http://127.0.0.1:8000
#             (options: make run OPTIONS="--port 9000 --city meishan")
# make test   set-up if needed, then lint, walls, types, tests (migrations are among them)
PYTHON ?= python3
OPTIONS ?=
BIN := .venv/bin

.PHONY: run test lock

run:
	@$(PYTHON) requirements/install.py run
	@$(BIN)/python -m nuanban.ui.texts
	@$(BIN)/nuanban up $(OPTIONS)

# Checks and tests never touch the home folder of a running city.
test: export NUANBAN_HOME = $(CURDIR)/out/home
test:
	@$(PYTHON) requirements/install.py test
	@$(BIN)/python tests/engine/packages.py
	@$(BIN)/python -m nuanban.ui.texts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
# Walls and types are read beside the tests, which often wait for a browser or a city.
	@mkdir -p out; ($(BIN)/lint-imports --no-logo && $(BIN)/mypy) > out/types 2>&1 & types=$$!; \
	$(BIN)/python -m pytest $(OPTIONS); tests=$$?; \
	wait $$types; wrong=$$?; cat out/types; [ $$tests = 0 ] && [ $$wrong = 0 ]

# New versions: needs pip-tools.
lock:
	cd requirements && for kind in run test; do CUSTOM_COMPILE_COMMAND="make lock" \
	pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --strip-extras --allow-unsafe --output-file $$kind.lock $$kind.in; done
