# inquest: `make deps` installs what the build needs, `make` builds, `make check` tests.
# Variables: CC, CFLAGS, LDFLAGS, PREFIX, DESTDIR, BUILD (folder), WERROR=1, STATIC=0,
# SAN=address,undefined, V=1 (show the commands)

# As many at once as there are processors, unless make was told.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))

# `make deps check`: what was installed is looked for anew, so that a bare machine is enough.
AFTER_DEPS := $(if $(filter deps,$(MAKECMDGOALS)),$(filter-out deps,$(MAKECMDGOALS)))
ifneq ($(AFTER_DEPS),)
.PHONY: deps $(AFTER_DEPS)
deps:
	@$(MAKE) --no-print-directory deps
$(firstword $(AFTER_DEPS)): deps
	@$(MAKE) --no-print-directory $(PARALLEL) $(AFTER_DEPS)
$(wordlist 2,99,$(AFTER_DEPS)): $(firstword $(AFTER_DEPS))
	@:
else

VERSION := 0.1.0
BUILD ?= build
PREFIX ?= /usr/local
bindir ?= $(PREFIX)/bin
libdir ?= $(PREFIX)/lib/inquest
datadir ?= $(PREFIX)/share
mandir ?= $(datadir)/man
PKG_CONFIG ?= pkg-config
SPEC ?= ../shared/mustache-spec

# Debian 12 names; the second line is what the tests need on top.
DEPS := gcc libc6-dev make pkg-config libncurses-dev libsqlite3-dev libcmark-gfm-dev \
	libcmark-gfm-extensions-dev libgit2-dev libmd-dev tzdata git mawk \
	check libvterm-dev clang libclang-rt-14-dev man-db ncurses-base ncurses-term bash tmux strace sqlite3 cmark-gfm

CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wwrite-strings -Wpointer-arith -Wcast-qual -Wvla -Wundef \
	-Wformat=2 -Wno-overlength-strings -Wno-missing-field-initializers -Wimplicit-fallthrough -Wdate-time $(if $(WERROR),-Werror)
# Where the compiler knows them; jumps are checked by the processor where it has CET.
knows = $(shell $(CC) -Werror $(1) -xc -c -o /dev/null /dev/null 2>/dev/null && echo $(1))
HARDEN := $(if $(SAN),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3) -fstack-protector-strong -fPIC \
	$(call knows,-fstack-clash-protection) $(if $(SAN),,$(call knows,-fcf-protection=full))
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)

# ncursesw's flags define _XOPEN_SOURCE=600, which hides half of libc.
pc = $(filter-out -D_%,$(shell $(PKG_CONFIG) $(1) 2>/dev/null))
CPPFLAGS_ALL := -std=c11 -D_GNU_SOURCE -DINQUEST_VERSION='"$(VERSION)"' \
	-Iinclude -I$(BUILD)/gen -include base/banned.h \
	$(call pc,--cflags ncursesw libcmark-gfm sqlite3 libgit2 libmd) $(CPPFLAGS)
# Where it was built is not in the program: the same source gives the same bytes anywhere (make check-reproducible).
CFLAGS_ALL := $(CFLAGS) -ffile-prefix-map=$(CURDIR)=. $(WARN) $(HARDEN) $(SANFLAGS)
LDFLAGS_ALL := $(LDFLAGS) $(SANFLAGS) $(if $(SAN),,-Wl,-z,relro,-z,now) -Wl,-z,noexecstack -Wl,--as-needed

# Linked statically where the archives exist: `inquest log` then starts a fifth faster and one file
# runs. STATIC=0 links everything shared, for distributions that want that.
CORE_LIBS := $(call pc,--libs sqlite3 libmd)
DOC_LIBS := $(call pc,--libs libcmark-gfm)
TUI_LIBS := $(call pc,--libs ncursesw)
GIT_LIBS := $(call pc,--libs libgit2)
STATIC ?= $(if $(wildcard $(addsuffix /libsqlite3.a,/usr/lib /usr/lib/$(shell $(CC) -print-multiarch 2>/dev/null))),1,0)
ifeq ($(STATIC),1)
LIBS := -Wl,-Bstatic $(TUI_LIBS) -lcmark-gfm-extensions -lcmark-gfm $(CORE_LIBS) -Wl,-Bdynamic -lm -lz -ldl -lpthread
NEAR_LIBS := -Wl,-Bstatic $(CORE_LIBS) -Wl,-Bdynamic
# src/store/math.c loads libm when it is needed, which it is not.
NEAR_LIBS += $(foreach f,$(shell sed -n 's/^OF_[A-Z]*(\(.*\))$$/\1/p' src/store/math.c),-Wl,--wrap=$f)
else
LIBS := $(TUI_LIBS) $(DOC_LIBS) $(CORE_LIBS) -ldl
endif
# Relocations in a tenth of the room, where linker and loader both know how: tried by running it.
PACK = $(shell t=$(BUILD)/pack && echo 'int main(void) { return 0; }' | \
	$(CC) -xc - -pie -fPIE -Wl,-z,pack-relative-relocs -o $$t 2>/dev/null && $$t && echo -Wl,-z,pack-relative-relocs)

LAYERS := base model doc store intake app cli tui
SRC := $(sort $(wildcard $(addsuffix /*.c,$(addprefix src/,$(LAYERS)))))
REPO_SRC := $(sort $(wildcard src/repo/*.c))
OBJ := $(SRC:%.c=$(BUILD)/%.o)
REPO_OBJ := $(REPO_SRC:%.c=$(BUILD)/%.o)
BASE_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard src/base/*.c)))
LIB := $(BUILD)/libinquest.a
BIN := $(BUILD)/inquest
MODULE := $(BUILD)/inquest-repo.so
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
FUZZ := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAY := $(patsubst tests/fuzz/%.c,$(BUILD)/replay/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/support/*.c))
HEADERS := $(wildcard include/*/*.h)
GEN := $(addprefix $(BUILD)/gen/,query_enum.inc query_table.inc migrations.inc templates.inc options.inc keys.inc demo.inc style.inc)

.PHONY: all check check-hardened check-unit check-cli check-e2e check-fuzz check-layers check-headers check-docs \
	check-durability check-short check-san bench bench-count fuzz lint install uninstall deps clean demo docs format
Q := $(if $(V),,@)
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BIN) $(MODULE)

# ---- build -------------------------------------------------------------------------------------

# Rewritten only when the flags change, so that a change of flags rebuilds and nothing else does.
FLAGS = $(subst ','\'',$(CC) $(CPPFLAGS_ALL) $(filter-out -Werror,$(CFLAGS_ALL)) $(LDFLAGS_ALL) $(LIBS))
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
# .SECONDARY alone would let make believe that it need not be made
.PHONY: FORCE
FORCE:

$(BUILD)/%.o: %.c $(BUILD)/flags | $(GEN)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC    $<")
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# One file alone knows where things are installed: `make install PREFIX=…` need not build all again.
$(BUILD)/libdir: FORCE
	@mkdir -p $(@D)
	@echo '$(libdir)' | cmp -s - $@ || echo '$(libdir)' > $@
$(BUILD)/src/app/module.o: $(BUILD)/libdir
$(BUILD)/src/app/module.o $(BUILD)/lint/app/module.ok: private CPPFLAGS_ALL += -DINQUEST_LIBDIR='"$(libdir)"'

# Tests may call what the program may not: see base/banned.h.
$(BUILD)/tests/%.o: private CPPFLAGS_ALL += -DTESTS

$(LIB): $(OBJ)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(OBJ)

# What `log` runs lies together and first, SQLite after it: pages come into memory by sixteen at a time.
NEAR := $(filter $(addprefix $(BUILD)/src/,base/% store/% cli/% $(addprefix model/,entity.o record.o ulid.o) \
	$(addprefix app/,app.o assets.o command.o edit.o keymap.o log.o log_event.o options.o output.o rc.o)),$(OBJ))
$(BIN): $(BUILD)/src/main.o $(LIB)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) $(if $(SAN),,$(PACK)) -pie -o $@ $< $(NEAR) $(NEAR_LIBS) $(filter-out $(NEAR),$(OBJ)) $(LIBS)

$(MODULE): $(REPO_OBJ) $(BASE_OBJ) src/repo/exports.map
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -shared -Wl,--version-script=src/repo/exports.map -o $@ $(REPO_OBJ) $(BASE_OBJ) $(GIT_LIBS)

QUERIES := $(sort $(wildcard src/store/queries/*.sql))
$(BUILD)/gen/query_enum.inc: $(QUERIES) src/gen/queries.awk
	@mkdir -p $(@D)
	$(Q)awk -v part=enum -f src/gen/queries.awk $(QUERIES) > $@
$(BUILD)/gen/query_table.inc: $(QUERIES) src/gen/queries.awk
	@mkdir -p $(@D)
	$(Q)awk -v part=table -f src/gen/queries.awk $(QUERIES) > $@
$(BUILD)/gen/migrations.inc: $(sort $(wildcard src/store/migrations/*.sql))
$(BUILD)/gen/templates.inc: $(sort $(wildcard templates/*))
$(BUILD)/gen/options.inc $(BUILD)/gen/keys.inc: share/inquestrc src/gen/rc.awk
	@mkdir -p $(@D)
	$(Q)awk -v part=$(basename $(@F)) -f src/gen/rc.awk $< > $@
$(BUILD)/gen/demo.inc: share/demo.inquest
$(BUILD)/gen/style.inc: share/style.css
$(addprefix $(BUILD)/gen/,migrations.inc templates.inc demo.inc style.inc): src/gen/embed.awk
	@mkdir -p $(@D)
	$(Q)awk -f src/gen/embed.awk $(filter-out %.awk,$^) > $@

# ---- tests -------------------------------------------------------------------------------------

CHECK_LIBS = $(call pc,--libs check)
TEST_LIBS = $(LIBS) $(GIT_LIBS) $(CHECK_LIBS) $(call pc,--libs vterm)
# Repository tests link the layer directly; the program itself loads it as a module.
$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(SUPPORT) $(LIB) $(REPO_OBJ)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(SUPPORT) $(REPO_OBJ) $(LIB) $(TEST_LIBS)

check: all check-layers check-headers check-hardened check-unit check-cli check-e2e check-short check-fuzz check-docs check-install

# The program finds the module beside itself; so do tests that run its commands.
$(addsuffix /inquest-repo.so,$(addprefix $(BUILD)/,tests replay fuzz durability)): $(MODULE)
	@mkdir -p $(@D) && ln -sf ../$(<F) $@

check-unit: $(UNIT) $(BUILD)/tests/inquest-repo.so
	@INQUEST_MUSTACHE_SPEC=$(SPEC) sh tests/run-unit.sh $(UNIT)

check-cli: all
	@INQUEST=$(abspath $(BIN)) sh tests/run-scripts.sh tests/cli/*.sh

E2E := $(BUILD)/e2e/terminal
$(E2E): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/e2e/*.c))
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(call pc,--libs vterm) $(CHECK_LIBS) -lutil

check-e2e: all $(BENCH) $(E2E)
	@INQUEST=$(abspath $(BIN)) sh tests/run-unit.sh $(E2E)
	@INQUEST=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)) sh tests/run-scripts.sh tests/e2e/*.sh

# What kills, cuts the power and breaks the disk under the program. `make check` runs the short form of each.
PROOF := $(patsubst tests/durability/%.c,$(BUILD)/durability/%,$(wildcard tests/durability/*.c))
PROOF_SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/durability/support/*.c) tests/e2e/session.c tests/e2e/vt.c)
$(BUILD)/durability/%: $(BUILD)/tests/durability/%.o $(SUPPORT) $(PROOF_SUPPORT) $(LIB) $(REPO_OBJ)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(SUPPORT) $(PROOF_SUPPORT) $(REPO_OBJ) $(LIB) $(TEST_LIBS) -lutil

check-durability check-short: all $(PROOF) $(BENCH) $(BUILD)/durability/inquest-repo.so
	@export $(if $(filter check-short,$@),SHORT=1,TEST_TIMEOUT=14400) INQUEST=$(abspath $(BIN)) BUILD=$(abspath $(BUILD)); \
	 sh tests/run-unit.sh $(filter $(BUILD)/durability/test_%,$(PROOF)) && UNCOUNTED=1 sh tests/run-scripts.sh tests/durability/*.sh

check-fuzz: $(REPLAY) $(BUILD)/replay/inquest-repo.so
	@sh tests/run-corpus.sh $(REPLAY)

check-layers:
	@awk -f src/gen/layers.awk src/main.c $(SRC) $(REPO_SRC) $(HEADERS) && echo "layers: includes go downward only"

check-hardened: all
	@sh tests/check-hardened.sh '$(if $(SAN),sanitized,$(CC))' $(BIN) $(MODULE) $(BUILD)/src/main.o

check-headers: | $(GEN)
	@for h in $(HEADERS); do \
	  echo "#include \"$${h#include/}\"" | $(CC) $(CPPFLAGS_ALL) $(WARN) -Werror -fsyntax-only -xc - || exit 1; \
	done && echo "headers: each of $(words $(HEADERS)) compiles alone"
	@awk -f src/gen/documented.awk $(HEADERS)

check-docs: all
	@sh tests/check-docs.sh $(BIN)

check-san:
	$(MAKE) $(PARALLEL) BUILD=$(BUILD)-san CC=clang SAN=address,undefined CFLAGS='-O1 -g' WERROR=1 check

$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(SUPPORT)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(call pc,--libs sqlite3 ncursesw vterm) $(if $(findstring commit,$@),$(GIT_LIBS)) -lutil

# The terminal UI as a part of a program, to be counted.
$(BUILD)/bench/screen: $(BUILD)/tests/bench/screen.o $(LIB)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

bench: all $(BENCH)
	@sh tests/bench/run.sh $(BUILD)

# Instructions of the hot paths against those kept for this compiler; KEEP=keep keeps what was counted now.
bench-count: all $(BENCH)
	@sh tests/bench/count.sh $(BUILD) $(if $(findstring clang,$(CC)),clang,gcc)-$$($(CC) -dumpversion) $(KEEP)

$(BUILD)/replay/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/standalone.o $(LIB)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LINK  $@")
	$(Q)$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# Coverage-guided fuzzing: `make fuzz SECONDS=600` runs every target that long; finds go to the corpus.
SECONDS ?= 60
fuzz:
	$(MAKE) BUILD=$(BUILD)-fuzz CC=clang SAN=address,undefined CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' fuzz-run
.PHONY: fuzz-run
fuzz-run: $(FUZZ) $(BUILD)/fuzz/inquest-repo.so
	@for f in $(FUZZ); do mkdir -p tests/fuzz/corpus/$$(basename $$f); \
	  $$f -max_total_time=$(SECONDS) -timeout=5 -rss_limit_mb=512 -verbosity=0 -print_final_stats=1 tests/fuzz/corpus/$$(basename $$f) || exit 1; done

format:
	clang-format -i $(SRC) $(REPO_SRC) src/main.c $(HEADERS)

# ---- documents made from the command table and the golden screens --------------------------------

docs: all
	$(BIN) help --man < share/man/inquest.1.in > share/man/inquest.1
	awk -v folder=tests/screen -f src/gen/readme.awk README.md > $(BUILD)/README.md && mv $(BUILD)/README.md README.md

# ---- install -------------------------------------------------------------------------------------

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir) $(DESTDIR)$(mandir)/man1 \
	  $(DESTDIR)$(datadir)/inquest/templates $(DESTDIR)$(datadir)/doc/inquest \
	  $(DESTDIR)$(datadir)/bash-completion/completions $(DESTDIR)$(datadir)/zsh/site-functions \
	  $(DESTDIR)$(datadir)/fish/vendor_completions.d
	install -m 755 $(BIN) $(DESTDIR)$(bindir)/inquest
	install -m 644 $(MODULE) $(DESTDIR)$(libdir)/inquest-repo.so
	install -m 644 share/man/inquest.1 $(DESTDIR)$(mandir)/man1/inquest.1
	install -m 644 share/inquestrc share/style.css $(DESTDIR)$(datadir)/inquest/
	install -m 644 templates/* $(DESTDIR)$(datadir)/inquest/templates/
	install -m 644 README.md LICENSE $(DESTDIR)$(datadir)/doc/inquest/
	$(BIN) completion bash > $(DESTDIR)$(datadir)/bash-completion/completions/inquest
	$(BIN) completion zsh > $(DESTDIR)$(datadir)/zsh/site-functions/_inquest
	$(BIN) completion fish > $(DESTDIR)$(datadir)/fish/vendor_completions.d/inquest.fish

uninstall:
	rm -f $(DESTDIR)$(bindir)/inquest $(DESTDIR)$(libdir)/inquest-repo.so $(DESTDIR)$(mandir)/man1/inquest.1 \
	  $(DESTDIR)$(datadir)/bash-completion/completions/inquest \
	  $(DESTDIR)$(datadir)/zsh/site-functions/_inquest \
	  $(DESTDIR)$(datadir)/fish/vendor_completions.d/inquest.fish
	rm -rf $(DESTDIR)$(datadir)/inquest $(DESTDIR)$(datadir)/doc/inquest
	-rmdir $(DESTDIR)$(libdir) 2>/dev/null

deps:
	@sh src/gen/deps.sh $(DEPS)

demo: all
	@$(BIN) demo

clean:
	rm -rf $(BUILD) $(BUILD)-san $(BUILD)-fuzz $(BUILD)-cov

include tests/quality.mk
-include $(shell test -d $(BUILD) && find $(BUILD) -name '*.d')

endif
