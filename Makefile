# Everything one does with a checkout. `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run test check types bench torture install chromium clean
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; print("$(p)" * (sys.version_info >= (3, 11)))' 2>/dev/null)))
VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# A labextension is installed into its environment alone, whatever the caller's shell says.
unexport PYTHONPATH

# What `jlpm build` makes last.
BUNDLE := jupyter_collabchat/page/app.js
FRONT := $(shell find labextension/src labextension/style labextension/schema labextension/bundler -type f) \
         $(addprefix labextension/,package.json tsconfig.json)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## Install and start JupyterLab on a free port with a demo folder
	@exec python -m demo.run

test: install chromium check ## Everything: install, static checks, all tests, browser included
	pytest --numprocesses 2 --dist loadfile

check: install ## Static checks and the fast tests: core, architecture and front end
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	cd labextension && jlpm check
	pytest $(wildcard tests/core) tests/architecture

types: install ## Write the front end's types from the server's
	python -m tools.wire_types

bench: install ## Measure speed and memory
	python -m bench

torture: install ## The long tests: kills, stalled readers, fuzzed frames
	pytest -m torture

install: $(VENV)/.installed $(BUNDLE) labextension/node_modules/.yarn-state.yml ## Make .venv and build the front end, if anything changed

$(VENV)/.installed: pyproject.toml tools/labextension.py labextension/install.json $(wildcard jupyter_collabchat/jupyter-config/*)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or run 'make PYTHON=/path/to/python'." >&2; exit 1; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@rm -f $(VENV)/share/jupyter/labextensions/jupyter-collabchat  # a link: pip would write into the checkout through it
	python -m pip install --quiet --editable '.[lab,test]'
	jupyter-builder develop --overwrite .
	@touch $@

labextension/node_modules/.yarn-state.yml: labextension/package.json labextension/yarn.lock | $(VENV)/.installed
	cd labextension && jlpm install --immutable
	@touch $@

$(BUNDLE): $(FRONT) labextension/node_modules/.yarn-state.yml | $(VENV)/.installed
	cd labextension && jlpm build
	@touch $@

chromium: ## Install Chromium for the browser tests, where apt and root make that possible
	@if command -v "$${CHROMIUM:-/usr/bin/chromium}" >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && apt-get install -q -y --no-install-recommends chromium; \
	else \
		echo "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium), or set CHROMIUM to its path." >&2; exit 1; \
	fi

clean: ## Remove the environment, caches and everything built
	rm -rf $(VENV) dist .demo .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf labextension/node_modules labextension/lib labextension/.yarn jupyter_collabchat/labextension jupyter_collabchat/page
