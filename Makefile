# Everything runs on the test bed of src/testbed: what is missing on this machine
# is listed, installed and started first, and what was started is stopped again
# (KEEP=1: left running).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TESTBED := src/testbed
comma := ,
# More for Maven, e.g. make test \
#   MVN_ARGS='-pl web,daemon -Dit.test=SingleWindowIT -Dfailsafe.failIfNoSpecifiedTests=false'
MVN_ARGS ?=
MVN := ./mvnw -B -ntp $(MVN_ARGS)

# $(call on-testbed,COMMANDS): runs them with an engine, the images, and JAVA_HOME.
on-testbed = $(TESTBED)/with-engine bash -euo pipefail -c '$(TESTBED)/images; $(1)'

# $(call java,CLASS): builds, then runs a main class of the test sources.
java = $(MVN) -q -DskipTests package; \
	exec "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp \
	"daemon/target/test-classes:daemon/target/classes:$$(<daemon/target/test-classpath.txt)" $(1)

# $(call run-java,CLASS): likewise, on the test bed.
run-java = $(call on-testbed,$(call java,$(1)))

.PHONY: help
help: ## This list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "With KEEP=1, demo, test and bench leave an engine running that they started."

.PHONY: demo
demo: ## Windows on the example stacks, told as they happen (4 minutes)
	@$(call run-java,dev.lull.testbed.Demo)

.PHONY: test
test: ## The gate: formatting, static checks, unit tests, tests on real containers
	@$(call on-testbed,$(MVN) verify)

.PHONY: fmt
fmt: ## Format the sources
	@JAVA_HOME="$$($(TESTBED)/java-home)" $(MVN) -q spotless:apply

# Which parts: daemon discovery stores closed broken events package (nothing: all). 'stores' or
# 'events' alone need no engine; 'package' builds the packages first.
PART ?=
.PHONY: bench
bench: ## The figures: tables, and JSON under target/bench/
ifeq ($(if $(strip $(PART)),$(filter-out stores events,$(PART)),engine),)
	@export JAVA_HOME="$$($(TESTBED)/java-home)"; $(call java,dev.lull.testbed.Bench $(PART))
else
	@$(if $(if $(strip $(PART)),$(filter package,$(PART)),package),$(MAKE) --no-print-directory deb)
	@$(call run-java,dev.lull.testbed.Bench $(PART))
endif

.PHONY: ui-shots
ui-shots: ## Pictures of each web page in light, dark and as on a phone, under target/ui/
	@$(call on-testbed,$(MVN) -q verify -pl web$(comma)daemon -Dtest=StatesTest -Dit.test=PagesIT \
		-Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false)
	@ls target/ui

.PHONY: testbed
testbed: ## Set up engine and images, and leave the engine running
	@KEEP=1 $(TESTBED)/setup
	@$(TESTBED)/images

# Which points (a regular expression that finds their names), and on how many engines side by side.
POINT ?=
LANES ?= 3
.PHONY: crash
crash: export POINT := $(POINT)
crash: export LANES := $(LANES)
crash: ## Daemon and dockerd killed at every point of a window, on real containers (an hour)
	@[ -n "$$POINT" ] || $(MAKE) --no-print-directory crash-in-memory
	@$(call run-java,dev.lull.crash.CrashMatrix "$$POINT")

.PHONY: crash-in-memory
crash-in-memory: # every point of every story on fakes
	@JAVA_HOME="$$($(TESTBED)/java-home)" $(MVN) -q -pl web,daemon test -Dtest=CrashMatrixTest \
		-Dlull.matrix.full=true -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: big-points
big-points: ## Round trips of 100,000 files and of 2 GiB through every store (minutes; no engine)
	@JAVA_HOME="$$($(TESTBED)/java-home)" $(MVN) -q -pl web,daemon test -Dtest=BigTreesTest \
		-Dlull.points.big=true -Dsurefire.failIfNoSpecifiedTests=false

# $(call package,KIND…): builds, then puts packages together of what was built.
package = @export JAVA_HOME="$$($(TESTBED)/java-home)"; $(MVN) -q -DskipTests package; src/package/build $(1)

.PHONY: deb
deb: ## The package for Debian and Ubuntu, with a Java runtime of its own, under target/
	$(call package,deb)

.PHONY: tarball
tarball: ## The same for other distributions, with install.sh
	$(call package,tarball)

.PHONY: package-test
package-test: ## Packages in a clean container: install, upgrade, remove (10 minutes)
	$(call package,deb tarball)
	@$(call on-testbed,$(TESTBED)/package-test; $(TESTBED)/tarball-test)

.PHONY: clean
clean: ## Remove what was built
	rm -rf target daemon/target web/target
