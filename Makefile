# Stormdrill: everything that a fresh Debian machine with Swift 6.3 needs, by two commands.
#   make run     installs what is missing, builds, runs the default scenarios, writes Reports/latest
#   make test    the Swift tests, then the client tests in virtual environments of their own
#   make build   the release binary
#   make bench   speed, next to bare libmicrohttpd in the same run
#   make fuzz    looks for inputs that crash or hang; RUNS=10000000 for a long run
#   make example the committed example of a report, made anew

SHELL := /bin/bash
SWIFT ?= swift
PYTHON ?= python3
VENV := .venv-clients
C7N_VENV := .venv-c7n

# The Debian packages: libraries that are linked, and what the client tests run on.
LIBRARIES := libsqlite3-dev libmicrohttpd-dev libcurl4-openssl-dev libssl-dev zlib1g-dev libpcre2-dev pkg-config
TEST_PACKAGES := python3 python3-venv

STRICT := --explicit-target-dependency-import-check error
RELEASE := -c release --static-swift-stdlib $(STRICT)

# Installs the missing ones of the packages named in $(1); says what is needed where it can't.
define install_missing
	@missing=""; \
	if ! command -v dpkg-query >/dev/null; then \
	  echo "not a Debian machine: make sure that these are installed: $(1)"; exit 0; \
	fi; \
	for package in $(1); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	sudo=""; \
	if [ "$$(id -u)" != 0 ]; then \
	  if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then sudo=sudo; \
	  else echo "needs the Debian packages$$missing; as root: apt-get install$$missing"; exit 1; fi; \
	fi; \
	echo "installing$$missing"; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null \
	  || { echo "apt-get could not install$$missing; install them, then run make again"; exit 1; }
endef

# A Python environment in $(1) with what $(2) names, made anew once that file has changed.
define environment
	@[ -x $(1)/bin/pip ] || $(PYTHON) -m venv $(1)
	@cmp -s $(2) $(1)/installed.txt \
	  || { $(1)/bin/pip install -q --disable-pip-version-check -r $(2) \
	       && cp $(2) $(1)/installed.txt; }
endef

.PHONY: run test build bench fuzz example deps test-deps test-swift test-clients tidy clean

run: build
	@"$$($(SWIFT) build $(RELEASE) --show-bin-path)/stormdrill" run --output Reports/latest

# The committed example: two of the default scenarios, one with its prong grid.
EXAMPLE := Scenarios/delivery/thirty-percent-loss.yaml Scenarios/prongs/ci-role.yaml
example: build
	rm -rf Reports/example
	"$$($(SWIFT) build $(RELEASE) --show-bin-path)/stormdrill" run $(EXAMPLE) --output Reports/example

deps:
	@command -v $(SWIFT) >/dev/null \
	  || { echo "needs Swift 6.3: https://www.swift.org/install/linux/"; exit 1; }
	$(call install_missing,$(LIBRARIES))

build: deps
	$(SWIFT) build $(RELEASE) --product stormdrill

test: test-swift test-clients

test-swift: deps
	$(SWIFT) build --build-tests $(STRICT)
	$(SWIFT) run --skip-build dev tidy
	$(SWIFT) test --skip-build

test-deps:
	@if ! $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then \
	  $(MAKE) --no-print-directory test-packages; fi
	$(call environment,$(VENV),Tests/Clients/requirements.txt)
	$(call environment,$(C7N_VENV),Tests/Clients/c7n/requirements.txt)

.PHONY: test-packages
test-packages:
	$(call install_missing,$(TEST_PACKAGES))

test-clients: deps test-deps
	$(SWIFT) build $(RELEASE)
	STORMDRILL_BIN="$$($(SWIFT) build $(RELEASE) --show-bin-path)" \
	  $(VENV)/bin/python -m pytest -q Tests/Clients

BENCH_PACKAGES := python3 wrk gcc libc6-dev

bench: build
	$(call install_missing,$(BENCH_PACKAGES))
	STORMDRILL_BIN="$$($(SWIFT) build $(RELEASE) --show-bin-path)" \
	  $(PYTHON) Tests/Bench/bench.py

# Random inputs against what reads what strangers write, RUNS for each target; a crash is written to
# .build-fuzz and named. What reaches new places is added to the folders of .build-fuzz/corpus.
RUNS ?= 100000
FUZZ_TARGETS ?= jmespath loader
FUZZ_OPTIONS := -max_len=2048 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 -verbosity=0
FUZZER = $(shell $$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")/clang -print-resource-dir)/lib/linux/libclang_rt.fuzzer_no_main-$(shell uname -m).a

fuzz: deps
	FUZZER="$(FUZZER)" $(SWIFT) build -c release --scratch-path .build-fuzz --product fuzz
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p .build-fuzz/corpus/$$target; \
	  echo "fuzzing $$target: $(RUNS) runs"; \
	  .build-fuzz/release/fuzz $$target -runs=$(RUNS) $(FUZZ_OPTIONS) \
	    -dict=Tests/Fuzz/$$target.dict -artifact_prefix=.build-fuzz/$$target- \
	    .build-fuzz/corpus/$$target Tests/Fuzz/corpus/$$target || exit 1; \
	done

tidy: deps
	$(SWIFT) run dev tidy

clean:
	rm -rf .build .build-fuzz $(VENV) $(C7N_VENV) Reports/latest
