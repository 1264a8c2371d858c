# Everything runs from .venv, which is built from the committed lock: nothing on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# What running takes; the tools for tests and checks come on top of it, when they are first asked for.
RUNTIME := $(VENV)/.runtime
# The labelled comments that `make base-model` trains on; see classifiers/base/MODEL_CARD.md.
DATA ?= ../shared/data

.PHONY: help \
    run \
    test \
    test-all \
    test-extras \
    clean-room \
    check \
    setup \
    lock \
    schema \
    calendar \
    catalogue \
    site \
    base-model \
    bench-separate \
    bench-records \
    bench-retrain \
    bench-truth \
    bench-site-history \
    bench-web \
    bench-attacks \
    chaos \
    soak \
    fuzz \
    fuzz-cost \
    bench-cost \
    sbom \
    release \
    audit \
    screenshots \
    bench-classify \
    bench-separate-text \
    text-model \
    body-model \
    wheel \
    images \
    clean \
    bench \
    bench-full \
    bench-bulk \
    bench-markdown \
    instructions \
    instructions-accept \
    golden \
    mutation \
    dev-model

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

setup: $(STAMP)  ## build .venv with all that tests and checks need

$(RUNTIME): requirements.lock scripts/check-python.sh scripts/install.sh
	@sh scripts/check-python.sh "$(PYTHON)"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@sh scripts/install.sh $(BIN)/python requirements.lock
	@touch $@

$(STAMP): $(RUNTIME) requirements-dev.lock pyproject.toml
	@sh scripts/install.sh $(BIN)/python requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(RUNTIME)  ## run the main job on the sample articles (installs what Winnow runs on, and no more)
	@mkdir -p build && rm -f build/samples.db build/samples.db-*
	@$(BIN)/python -m worker run docs/samples --database sqlite:///build/samples.db

test: $(STAMP)  ## unit and integration tests (at most 3 minutes)
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/unit tests/integration

test-all: test  ## all tests: those of make test, then acceptance and fault injection (at most 15 minutes)
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests --ignore=tests/unit --ignore=tests/integration

clean-room:  ## test what people install: the image, the lock, the wheel, on every Python that is here (6 minutes)
	@"$(PYTHON)" -m tests.clean_room

test-extras:  ## the same for the locks of the extras otel, bulk, s3, ray, datatrove and oidc
	@"$(PYTHON)" -m tests.clean_room --extras

# Not --quiet, which would silence what --strict counts; Material's word on MkDocs 2 is of no use under a lock.
SITE = mkdir -p build && NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict >build/site.log 2>&1 \
    || { cat build/site.log; exit 1; }

site: $(STAMP)  ## build the documentation site into build/site; a dead link fails
	@$(SITE)

check: $(STAMP)  ## lint, types, contracts, dependencies, bandit, the documentation's links, the hooks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry worker classifiers
	@$(BIN)/bandit --quiet --recursive --severity-level medium worker classifiers
	@$(SITE)
	@$(BIN)/pre-commit validate-config .pre-commit-config.yaml

COMPILE = uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" --quiet
lock:  ## resolve the dependencies anew (needs uv)
	$(COMPILE) pyproject.toml --group dev --extra otel --extra bulk --extra s3 --extra oidc -o requirements-dev.lock
	$(COMPILE) pyproject.toml -c requirements-dev.lock -o requirements.lock
	$(COMPILE) --group build -c requirements-dev.lock -o requirements-build.lock
	for extra in otel bulk s3 ray datatrove oidc; do \
	    $(COMPILE) pyproject.toml --extra $$extra -c requirements-dev.lock -o requirements-$$extra.lock || exit 1; done

schema: $(STAMP)  ## write docs/envelope.schema.json anew
	@$(BIN)/python -c "import json; from worker.ingest.envelope import Envelope; \
	    print(json.dumps(Envelope.model_json_schema(), indent=2))" > docs/envelope.schema.json

DEV_MODELS ?= build/dev-models
dev-model: $(STAMP)  ## train a small model on today's features, without any data, for development
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/dev_model.py $(DEV_MODELS)

# MUTANTS=100 judges a smaller sample.
MUTANTS ?= 400
mutation: $(STAMP) .venv-mutation/.installed  ## see which mutations the tests notice; writes docs/benchmarks/mutation.md
	@.venv-mutation/bin/python tests/mutation/mutants.py --count $(MUTANTS) build/mutants.json
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.mutation build/mutants.json

.venv-mutation/.installed: pyproject.toml
	@test -x .venv-mutation/bin/python || "$(PYTHON)" -m venv .venv-mutation
	@.venv-mutation/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-mutation/bin/python -m pip install --quiet --group mutation
	@touch $@

golden: $(STAMP)  ## write the golden files anew: look at what changed in git
	@$(BIN)/python -m tests.golden

calendar: $(STAMP)  ## write the calendars of all languages from the Unicode CLDR
	@PYTHONPATH=. $(BIN)/python scripts/write_calendar.py

catalogue: $(STAMP)  ## write the desk's catalogues anew from its English strings; says what is to be translated
	@$(BIN)/python scripts/catalogue.py

# Research-only and copyleft sources measure but don't train; SMS is not comments.
COMMENTS = $(filter-out %/bangla_news_bn.jsonl.gz %/vispam_reviews.jsonl.gz %/turkish_sms.jsonl.gz,$(sort $(wildcard $(DATA)/spam/*.jsonl.gz)))
base-model: $(STAMP)  ## train the shipped model from scratch (the same data give the same bytes)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/winnow retrain --base classifiers/base \
	    $(COMMENTS)

# EVERY=1 measures all pages, which takes most of an hour: the slowest peer is a hundred times slower than Winnow.
EVERY ?= 8
bench-separate: $(STAMP) .venv-peers/.installed  ## measure separation beside its peers; writes docs/benchmarks/separation.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/separate.py --data $(DATA)/pages --every $(EVERY)

# Any labelled threads: files of JSON Lines, or folders in WEB-FORUM-52's layout. harvest-webforum takes seconds a page.
THREADS ?= $(DATA)/pages/web-forum.jsonl.gz
bench-records: $(STAMP) .venv-peers/.installed  ## count exact records beside peers; writes docs/benchmarks/records.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.records --data $(THREADS) \
	    --report docs/benchmarks/records.md

bench-markdown: $(STAMP)  ## hold the Markdown of real pages against their plain body; writes docs/benchmarks/markdown.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=. $(BIN)/python benchmarks/markdown.py --data $(DATA)/pages \
	    --every $(EVERY)

bench-retrain: $(STAMP)  ## measure what a site's own labels are worth; writes docs/benchmarks/retrain.md
	@for comments in 100000 1000000; do OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
	    $(BIN)/python benchmarks/retrain.py --data $(DATA)/spam --memory $$comments || exit 1; done
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/retrain.py --data $(DATA)/spam

bench-truth: $(STAMP)  ## hold what the filter says of its own mistakes against labels; writes docs/benchmarks/truth.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/truth.py --data $(DATA)/spam

bench-site-history: $(STAMP)  ## time 5,000 comments from export to model; writes docs/benchmarks/site-history.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.site_history \
	    --report docs/benchmarks/site-history.md

bench-classify: $(STAMP)  ## measure the classifier beside its peers; writes docs/benchmarks/classifier.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/classify.py --data $(DATA)/spam --ablate

bench-separate-text: $(STAMP) .venv-peers/.installed  ## the same for plain text; writes docs/benchmarks/separation-text.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=. $(BIN)/python benchmarks/separate_text.py --data $(DATA)/pages \
	    --comments $(COMMENTS)

# Named with their URLs first: texts are held out with the site of the page that they come from.
HTML_PAGES = $(foreach set,dragnet silver-comments wcxb scrapinghub readability,$(DATA)/pages/$(set).jsonl.gz)
text-model: $(STAMP)  ## train the plain-text labeller that is shipped (the same data give the same bytes)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/train_text_model.py $(HTML_PAGES) \
	    $(DATA)/pages/plain-derived.jsonl.gz $(DATA)/pages/plain-extracted.jsonl.gz --comments $(COMMENTS) \
	    --bodies $(foreach set,fundus wcxb-kinds wcxb scrapinghub readability,$(DATA)/pages/$(set).jsonl.gz) \
	    --forums $(foreach set,web-forum forum-silver,$(DATA)/pages/$(set).jsonl.gz)

body-model: $(STAMP)  ## train the network that tells an HTML page's body (the same data give the same weights)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/train_body.py --data $(DATA)/pages

bench: $(STAMP) .venv-peers/.installed  ## measure throughput beside the straightforward worker; writes docs/benchmarks/throughput.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.throughput

bench-full: $(STAMP) .venv-peers/.installed  ## the same, and beside a million stored articles
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.throughput --full

# PAGES=3000 ROUNDS=1 measures a smaller archive, in minutes.
PAGES ?= 30000
ROUNDS ?= 3
bench-bulk: $(STAMP) .venv-peers/.installed .venv-ray/.installed  ## measure winnow bulk beside the straightforward way; writes docs/benchmarks/bulk.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.bulk --data $(DATA)/pages --pages $(PAGES) \
	    --rounds $(ROUNDS)

.venv-ray/.installed: requirements-ray.lock
	@test -x .venv-ray/bin/python || "$(PYTHON)" -m venv .venv-ray
	@sh scripts/install.sh .venv-ray/bin/python requirements-ray.lock
	@touch $@

instructions: $(STAMP)  ## hold the hot path's instructions (callgrind) against the baseline
	@$(BIN)/python -m benchmarks.instructions

instructions-accept: $(STAMP)  ## write that baseline anew: the change says why
	@$(BIN)/python -m benchmarks.instructions --accept

.venv-peers/.installed: benchmarks/peers.txt
	@test -x .venv-peers/bin/python || "$(PYTHON)" -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	@touch $@

bench-web: $(STAMP)  ## measure how soon the web service answers
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/web.py

bench-attacks: $(STAMP)  ## measure how soon it answers while strangers attack it (wrk, where the machine has it)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.attacks

sbom: .venv-audit/.installed  ## write what Winnow is made of to dist/sbom.cdx.json (CycloneDX)
	@mkdir -p dist
	@.venv-audit/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
	    --output-format JSON --output-file dist/sbom.cdx.json

release: wheel sbom  ## build what a release consists of into dist/: the wheel, and the list of what is in it

audit: .venv-audit/.installed  ## ask pip-audit's database about the lock (needs the network)
	@.venv-audit/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

.venv-audit/.installed: scripts/audit.txt
	@test -x .venv-audit/bin/python || "$(PYTHON)" -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/audit.txt
	@touch $@
screenshots: $(STAMP)  ## write the pictures of the review desk to docs/images (needs Debian's chromium)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/screenshots.py

# ONLY=T3,T4 runs some of the tests; the report keeps what the others came to before.
SEED ?= 20261123
chaos: $(STAMP)  ## strike at real servers and workers (30 minutes); writes docs/benchmarks/reliability.md
	@$(BIN)/python -m tests.chaos --seed $(SEED) $(if $(ONLY),--only $(ONLY))

MINUTES ?= 30
soak: $(STAMP)  ## work at 70 % of capacity for MINUTES and watch memory, files and connections; into the same report
	@$(BIN)/python -m tests.chaos.soak --minutes $(MINUTES)

SECONDS ?= 1800
fuzz: $(STAMP) .venv-fuzz/.installed  ## fuzz all that reads strangers' bytes for SECONDS (atheris, in a venv of its own)
	@mkdir -p build/fuzz/found
	@$(BIN)/python -m tests.fuzz.make_corpus build/fuzz/seeds
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv-fuzz/bin/python -m tests.fuzz.target -max_total_time=$(SECONDS) \
	    -timeout=10 -rss_limit_mb=2048 -artifact_prefix=build/fuzz/ build/fuzz/found build/fuzz/seeds

fuzz-cost: $(STAMP) .venv-fuzz/.installed  ## hunt for inputs that take long for SECONDS (atheris): bench-cost measures what it keeps
	@mkdir -p build/fuzz/dear
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv-fuzz/bin/python -m tests.fuzz.hunt build/fuzz/dear.json \
	    -max_total_time=$(SECONDS) -max_len=400 -artifact_prefix=build/fuzz/ build/fuzz/dear

bench-cost: $(STAMP)  ## measure what the dearest inputs take; writes docs/benchmarks/cost.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.cost build/fuzz/dear.json

.venv-fuzz/.installed: requirements-bulk.lock
	@test -x .venv-fuzz/bin/python || "$(PYTHON)" -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-fuzz/bin/python -m pip install --quiet --require-hashes -r requirements-bulk.lock
	@.venv-fuzz/bin/python -m pip install --quiet --group fuzz
	@touch $@

wheel: $(STAMP)  ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

images:  ## pin the images of Compose and the Dockerfile by digest (needs Docker and a registry)
	@sh scripts/pin-images.sh

clean:  ## remove what make made
	rm -rf $(VENV) dist build
