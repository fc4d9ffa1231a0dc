# 护童 Hutong. `make help` 列出全部命令 / lists all commands.
#
# Needs only make and Python 3.11 or newer; another Python: make PYTHON=python3.12 demo

PYTHON ?= python3
VENV ?= .venv
ORACLE ?= .venv-oracle
UV ?= uv

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq
PYTEST := $(BIN)/python -m pytest
TIER := $(BIN)/python scripts/tier.py
# As many processes as there are cores, for the tiers whose tests do not measure time; WORKERS=0: one after another.
WORKERS ?= auto
PARALLEL := -n $(WORKERS) --dist worksteal

# ---------------------------------------------------------------------------------------- 运行 / run

.PHONY: demo up
demo: install ## 演示一个完整个案 / play one full story on a moved clock
	@$(BIN)/hutong demo

up: install ## 启动全部服务，Ctrl-C 停止 / start everything, Ctrl-C stops
	@$(BIN)/hutong up

# ---------------------------------------------------------------------------------------- 安装 / set-up
# Each step leaves a stamp, newer than the file that it depends on: a second `make demo` installs nothing.

.PHONY: install install-dev
install: $(VENV)/base.stamp $(VENV)/command.stamp ## 安装运行所需 / install what it needs to run
install-dev: $(VENV)/dev.stamp $(VENV)/command.stamp ## 安装测试与检查所需 / install what tests and checks need

$(VENV)/python.stamp:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "找不到 $(PYTHON)。请安装 Python 3.11 或更新版本，或指定：make PYTHON=python3.12"; \
	  echo "$(PYTHON) not found. Install Python 3.11 or newer, or name one: make PYTHON=python3.12"; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更新版本，$(PYTHON) 是 $$($(PYTHON) --version 2>&1)。请指定：make PYTHON=python3.12"; \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name one: make PYTHON=python3.12"; \
	  exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) 缺少 venv 模块。Debian/Ubuntu 请安装 python3-venv。"; \
	  echo "$(PYTHON) lacks the venv module. On Debian/Ubuntu install python3-venv."; exit 1; } >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/base.stamp: requirements/base.txt $(VENV)/python.stamp
	@echo "正在安装依赖，首次约需一分钟…… / Installing requirements, about a minute the first time…" >&2
	@$(PIP) --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/base.stamp
	@echo "正在安装测试工具…… / Installing what tests and checks need…" >&2
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# Editable and without the network: setuptools is pinned in requirements (docs/adr/0001-flat-root.md).
$(VENV)/command.stamp: pyproject.toml $(VENV)/base.stamp
	@$(PIP) --no-build-isolation --no-deps --no-index --editable .
	@touch $@

# ---------------------------------------------------------------------------------------- 测试 / test

.PHONY: test test-db test-engine test-kill test-slow test-browser test-oracle test-all coverage
test: install-dev ## 默认测试，无需数据库 / the default tests: no services needed
	@$(PYTEST) $(PARALLEL)

test-db: install-dev ## PostgreSQL 测试 / tests on a real, temporary PostgreSQL
	@scripts/with-postgres $(TIER) db $(PARALLEL)

test-engine: install-dev ## Prefect 服务测试 / tests with a real Prefect server
	@scripts/with-postgres $(TIER) engine

test-kill: install-dev ## kill -9 测试 / tests that end processes with kill -9
	@scripts/with-postgres $(TIER) kill

test-slow: install-dev ## 慢测试 / slow tests
	@scripts/with-postgres $(TIER) slow $(PARALLEL) --dist loadgroup

test-browser: install-dev ## 浏览器测试，需要 Chromium / browser tests, needs Chromium
	@scripts/with-postgres $(TIER) browser

# pm4py is AGPL: in an environment of its own, asked as a program, and no part of what is installed or shipped.
test-oracle: install-dev $(ORACLE)/oracle.stamp ## 外部核对：pm4py 重算统计 / pm4py counts our figures again
	@HUTONG_TEST_ORACLE_PYTHON=$(ORACLE)/bin/python $(TIER) oracle

$(ORACLE)/oracle.stamp: requirements/oracle.txt $(VENV)/python.stamp
	@echo "正在安装核对工具…… / Installing the oracle…" >&2
	@$(PYTHON) -m venv $(ORACLE)
	@$(ORACLE)/bin/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes -r requirements/oracle.txt
	@touch $@

test-all: test test-db test-engine test-kill test-slow test-browser test-oracle ## 全部测试 / every tier

coverage: install-dev ## 分支覆盖率 / branch coverage of the default tests
	@$(PYTEST) --cov --cov-report=term

# ---------------------------------------------------------------------------------------- 检查 / check

.PHONY: check fix lock
check: install-dev ## 全部检查，不改动任何文件 / every check; changes nothing
	@failed=""; \
	$(BIN)/ruff format --check . || failed="$$failed format"; \
	$(BIN)/ruff check . || failed="$$failed lint"; \
	$(BIN)/mypy || failed="$$failed types"; \
	$(BIN)/lint-imports || failed="$$failed imports"; \
	if [ -n "$$failed" ]; then echo "未通过 / failed:$$failed" >&2; exit 1; fi

fix: install-dev ## 自动整理格式 / format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# dev first: base may then only take versions that the tests ran with.  Raise versions: make lock LOCK_FLAGS=--upgrade
LOCK := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-annotate --quiet --custom-compile-command "make lock" $(LOCK_FLAGS)
lock: ## 重新锁定依赖版本（需要 uv）/ compile the requirements again (needs uv)
	@command -v $(UV) >/dev/null 2>&1 || { echo "需要 uv：pip install uv / uv is needed: pip install uv" >&2; exit 1; }
	@$(LOCK) requirements/dev.in --output-file requirements/dev.txt >/dev/null
	@$(LOCK) --constraint requirements/dev.txt requirements/base.in --output-file requirements/base.txt >/dev/null
	@$(LOCK) requirements/oracle.in --output-file requirements/oracle.txt >/dev/null

# ---------------------------------------------------------------------------------------- 其他 / other

.PHONY: clean help
clean: ## 删除虚拟环境与缓存，不动数据 / remove the environment and caches; never the case database
	@rm -rf $(VENV) $(ORACLE) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov hutong.egg-info
	@rm -f .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## 列出命令 / list the commands
	@echo "护童 Hutong"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
