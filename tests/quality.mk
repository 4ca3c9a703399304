# What looks at the code as a whole, and at what is made of it: included by the Makefile.
#
#   lint                gcc -fanalyzer, clang-tidy and cppcheck over all of src; a file that did not change since is skipped

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
