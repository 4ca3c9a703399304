# What looks at the code as a whole, and at what is made of it: included by the Makefile.
#
#   coverage            the tests of `make check` in a build that counts: which lines of src ran; fails under COVERAGE percent
#   check-valgrind      memcheck over commands, a session in a terminal and some unit programs
#   dist                inquest-VERSION.tar.gz, the same bytes from the same files
#   check-install       installs, runs from there, uninstalls; makes the archive and unpacks it
#   check-dist          builds and tests what was unpacked from the archive, without git (minutes)
#   check-reproducible  builds twice, in other folders, at other times, for other users: the same bytes
#   lint                gcc -fanalyzer, clang-tidy and cppcheck over all of src; a file that did not change since is skipped

.PHONY: coverage coverage-report check-valgrind dist check-install check-dist check-reproducible

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

# ---- what ran, and how -------------------------------------------------------------------------

COVERAGE ?= 90
# What is installed is not looked at: with counts it names the folder that it was built in.
COUNTED := check-unit check-cli check-e2e check-short check-fuzz check-docs
FLUSH := $(CURDIR)/$(BUILD)-cov/flush.o
comma := ,
coverage:
	@rm -f $$(find $(BUILD)-cov -name '*.gcda' 2>/dev/null); mkdir -p $(BUILD)-cov
	@gcc -std=c11 -D_GNU_SOURCE -fPIC -O2 -c -o $(FLUSH) tests/whole/flush.c
	@umask 000; TEST_TIMEOUT=3600 CK_DEFAULT_TIMEOUT=600 $(MAKE) -k BUILD=$(BUILD)-cov CC=gcc CFLAGS='-Og -g --coverage' \
	 LDFLAGS='--coverage $(FLUSH) $(addprefix -Wl$(comma)--wrap=,__gcov_exit _exit abort execvp kill)' \
	 $(COUNTED); status=$$?; \
	 $(MAKE) --no-print-directory coverage-report && exit $$status

# Of what has run so far in that build.
coverage-report:
	@sh tests/whole/coverage.sh $(BUILD)-cov $(COVERAGE)

MEMORY := $(addprefix $(BUILD)/tests/test_,base text grid key store_log undo mustache blocks line)
check-valgrind: all $(MEMORY) $(BUILD)/tests/inquest-repo.so
	@command -v valgrind >/dev/null || { echo "make check-valgrind needs valgrind"; exit 1; }
	@INQUEST=$(abspath $(BIN)) UNITS="$(abspath $(MEMORY))" TEST_TIMEOUT=3600 sh tests/run-scripts.sh tests/whole/valgrind.sh

# ---- lint --------------------------------------------------------------------------------------

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
LINT := $(patsubst src/%.c,$(BUILD)/lint/%.ok,$(SRC) $(REPO_SRC) src/main.c)
LINT_GCC ?= gcc
lint: | $(GEN)
	@for tool in $(LINT_GCC) clang-tidy cppcheck; do command -v $$tool >/dev/null || { echo "make lint needs $$tool"; exit 1; }; done
	@$(MAKE) --no-print-directory -k -j$(JOBS) $(LINT)
	@echo "lint: $(words $(LINT)) files, nothing to say"

# ANALYSE tells it what a header knows of its functions; what it is not asked of a file, tests/lint.supp has with the reason.
$(BUILD)/lint/%.ok: src/%.c .clang-tidy tests/lint.supp | $(GEN)
	@mkdir -p $(@D)
	@$(LINT_GCC) $(CPPFLAGS_ALL) $(CFLAGS) $(WARN) -Werror -fanalyzer -DANALYSE -Wno-unused-value \
	 $(shell sed -n 's|^$< \([^\#]*\)\#.*|\1|p' tests/lint.supp) -MMD -MP -MF $(@:.ok=.d) -MT $@ -c -o /dev/null $<
	@clang-tidy --quiet $< -- $(CPPFLAGS_ALL) $(WARN) 2>$(@:.ok=.log) || { cat $(@:.ok=.log); exit 1; }
	@cppcheck --quiet --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -Iinclude $<
	@touch $@
