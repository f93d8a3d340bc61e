# Newsdesk: `make run` starts the desk, `make test` runs every check. Both set up all they need.
# Variables of the environment pass through: `PORT=9000 make run` and `make run PORT=9000`.

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench lock clean tools
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
uv := .ci/uv
compile := $(uv) pip compile --quiet pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

help: ## list what make can do here
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run: ## set up and start Newsdesk on http://127.0.0.1:8000 (PORT=9000 for another port)
	@.ci/environment app
	@exec $(python) -m newsdesk

test: tools ## run every check: style, types, templates, and all tests, a real browser included
	@failed=0; \
	$(MAKE) lint || failed=1; \
	chromium=$$(.ci/chromium) || exit 1; \
	CHROMIUM="$$chromium" $(python) -m pytest --cov=claims --cov=newsdesk --cov-branch \
		--cov-report=term:skip-covered || failed=1; \
	exit $$failed

lint: tools ## check style, types and templates
	@failed=0; \
	$(python) -m ruff check . || failed=1; \
	$(python) -m ruff format --check . || failed=1; \
	$(python) -m mypy || failed=1; \
	$(python) -m djhtml --check templates || failed=1; \
	exit $$failed

format: tools ## put code and templates into the house's form
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .
	@$(python) -m djhtml templates

bench: tools ## measure what is promised about reading and speed, on a database of its own
	@$(python) -m tests.bench

lock: ## resolve the dependencies anew, to the newest that pyproject.toml allows
	@.ci/environment uv
	@$(compile) --upgrade --output-file .requirements/app.txt
	@$(compile) --upgrade --group dev --output-file .requirements/dev.txt

clean: ## delete what make and the tests have made; the data folder stays
	@rm -rf .venv .uv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
	@find claims newsdesk tests -name __pycache__ -type d -prune -exec rm -rf {} +

tools:
	@.ci/environment dev
