# Everything here needs make and Python 3.11, 3.12 or 3.13, and brings the rest itself.

BIN := .venv/bin
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
READY := .venv/ready
WEB := web/node_modules/ready
LIGHTHOUSE := benchmarks/node_modules/ready
PORT := 8000

# An environment does not survive its folder being moved: then it is made anew.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

.PHONY: help book serve test test-colab lint bench lab slides offline pdf site preview demo-grading widgets screenshots data models lock clean

help:
	@echo "make book         build the book and say how to open it"
	@echo "make serve        build it and serve it on http://localhost:8000 (PORT=8001 for another)"
	@echo "make test         run every check: package, notebooks, widgets, pages in a browser"
	@echo "make test-colab   run every notebook and widget as on Colab, with its versions, and note how"
	@echo "                  it went for the book's pages (15 minutes; NOTEBOOK=04_lstm runs one)"
	@echo "make lint         read the notebooks as the house rules do"
	@echo "make bench        measure what the page \"How we know\" tells, into _build/bench.json"
	@echo "                  (QUICK=1 leaves out what takes long, ONLY=pages,cells measures these parts)"
	@echo "make lab          open the notebooks in JupyterLab"
	@echo "make slides       make a deck of slides of each chapter, into _build/slides/"
	@echo "make offline      pack book and slides into _build/unrolled-offline.zip, which serves itself"
	@echo "make pdf          print the whole book into _build/unrolled.pdf"
	@echo "make site         all that is published, in _build/site/: book, slides, archive and PDF"
	@echo "make preview      list the pages that differ from the published ones, and print them"
	@echo "make demo-grading release, collect and grade made-up submissions into _build/demo-grading/"
	@echo "make widgets      build the widgets' modules from web/"
	@echo "make screenshots  make the README's and the cards' pictures from the built book"
	@echo "make data         simulate the batteries of data/pybamm_fleet.csv anew (10 minutes)"
	@echo "make models       train the networks of GateScope anew (6 minutes)"
	@echo "make lock         choose and pin the versions anew"
	@echo "make clean        remove everything that make has made"

book: $(READY) $(WEB)
	@$(BIN)/python tools/build_book.py

serve: book
	@echo "The book is at http://localhost:$(PORT) (Ctrl+C stops it)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

test: book
	@$(BIN)/python tools/browser.py
	@$(BIN)/python tools/bubblewrap.py
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-colab: $(READY)
	@$(BIN)/python tools/bubblewrap.py
	@$(BIN)/python tools/colab.py $(NOTEBOOK)

lint: $(READY)
	@$(BIN)/python tools/lint_notebooks.py

bench: book $(LIGHTHOUSE)
	@$(BIN)/python tools/browser.py
	@PYTHONPATH=tools $(BIN)/python benchmarks/bench.py $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

lab: $(READY)
	$(BIN)/jupyter lab

slides: book
	@$(BIN)/python tools/build_slides.py

offline: book
	@$(BIN)/python tools/build_site.py

pdf: book
	@$(BIN)/python tools/browser.py
	@$(BIN)/python tools/build_pdf.py

site: offline pdf
	@cp _build/unrolled-offline.zip _build/unrolled.pdf _build/site/

preview: offline
	@$(BIN)/python tools/browser.py
	@$(BIN)/python tools/preview.py

demo-grading: $(READY)
	@$(BIN)/python tools/demo_grading.py

widgets: $(WEB)
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build

screenshots: book
	@$(BIN)/python tools/browser.py
	@$(BIN)/python tools/screenshots.py

# PyBaMM has an environment of its own, for 30 packages that nothing else needs.
PYBAMM := .venv-pybamm
data: $(PYBAMM)/ready
	@$(PYBAMM)/bin/python data/make_pybamm_fleet.py

models: $(READY)
	@$(BIN)/python tools/train_gate_scope.py

# The lock is valid for Python 3.11 to 3.13 on Linux and macOS, and holds hashes but no addresses.
# That of Colab's versions is for Colab alone, and as of the day of its list.
PIN := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"
COMPILE := $(PIN) --universal --python-version 3.11
COLAB := --python-version 3.13 --python-platform linux --exclude-newer 2026-08-19
lock: $(READY)
	$(COMPILE) --upgrade pyproject.toml --extra tensorflow --extra grading --group dev --output-file requirements.txt
	$(COMPILE) --constraint requirements.txt binder/requirements.in --output-file binder/requirements.txt
	$(COMPILE) --upgrade --constraint requirements.txt deploy/requirements.in --output-file deploy/requirements.txt
	$(COMPILE) --upgrade --constraint requirements.txt --constraint deploy/requirements.txt \
		deploy/requirements.in pyproject.toml --extra grading --output-file deploy/requirements-grading.txt
	$(PIN) --upgrade $(COLAB) colab/requirements.in --output-file colab/requirements.txt
	$(COMPILE) --upgrade data/requirements-pybamm.in --output-file data/requirements-pybamm.txt

clean:
	rm -rf _build .venv .venv-pybamm .venv-colab web/node_modules benchmarks/node_modules

$(READY): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Unrolled needs Python 3.11, 3.12 or 3.13 (TensorFlow has no other), and found none."; exit 1; }
	@echo "Setting up .venv (a few minutes the first time) ..."
	@test "$$(cat $@ 2>/dev/null)" = "$(CURDIR)" || rm -rf .venv
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@awk '/^[a-z]/ { uv = /^uv==/ } uv' requirements.txt > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@echo "$(CURDIR)" > $@

$(PYBAMM)/ready: data/requirements-pybamm.txt $(READY)
	@echo "Setting up $(PYBAMM) ..."
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(PYBAMM)
	@$(BIN)/uv pip sync --quiet --python $(PYBAMM)/bin/python --require-hashes data/requirements-pybamm.txt
	@touch $@

%/node_modules/ready: %/package-lock.json $(READY)
	@cd $* && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@
