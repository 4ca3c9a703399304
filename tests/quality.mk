# What looks at the code as a whole, and at what is made of it: included by the Makefile.
#
#   dist                inquest-VERSION.tar.gz, the same bytes from the same files
#   check-install       installs, runs from there, uninstalls; makes the archive and unpacks it
#   check-dist          builds and tests what was unpacked from the archive, without git (minutes)
#   check-reproducible  builds twice, in other folders, at other times, for other users: the same bytes
#   lint                gcc -fanalyzer, clang-tidy and cppcheck over all of src; a file that did not change since is skipped

.PHONY: dist check-install check-dist check-reproducible

# ---- what users get ----------------------------------------------------------------------------

DIST := inquest-$(VERSION)
dist:
	@sh tests/whole/dist.sh $(BUILD)/$(DIST).tar.gz && echo $(BUILD)/$(DIST).tar.gz

check-install: all
	@SOURCE=$(CURDIR) BUILD=$(BUILD) PREFIX=$(PREFIX) INQUEST=$(abspath $(BIN)) sh tests/run-scripts.sh tests/whole/install.sh

check-dist: dist
	@rm -rf $(BUILD)/unpacked && mkdir -p $(BUILD)/unpacked && tar -C $(BUILD)/unpacked -xf $(BUILD)/$(DIST).tar.gz
	env -u MAKEFLAGS -u MAKELEVEL $(MAKE) -C $(BUILD)/unpacked/$(DIST) deps check WERROR=1

check-reproducible:
	@sh tests/whole/reproducible.sh $(VERSION)

# ---- lint --------------------------------------------------------------------------------------

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
LINT := $(patsubst src/%.c,$(BUILD)/lint/%.ok,$(SRC) $(REPO_SRC) src/main.c)
LINT_GCC ?= gcc
lint: | $(GEN)
	@for tool in $(LINT_GCC) clang-tidy cppcheck; do command -v $$tool >/dev/null || { echo "make lint needs $$tool"; exit 1; }; done
	@$(MAKE) --no-print-directory -k -j$(JOBS) $(LINT)
	@echo "lint: $(words $(LINT)) files, nothing to say"

$(BUILD)/lint/%.ok: src/%.c .clang-tidy | $(GEN)
	@mkdir -p $(@D)
	@$(LINT_GCC) $(CPPFLAGS_ALL) $(CFLAGS) $(WARN) -Werror -fanalyzer -MMD -MP -MF $(@:.ok=.d) -MT $@ -c -o /dev/null $<
	@clang-tidy --quiet $< -- $(CPPFLAGS_ALL) $(WARN) 2>$(@:.ok=.log) || { cat $(@:.ok=.log); exit 1; }
	@cppcheck --quiet --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -Iinclude $<
	@touch $@
