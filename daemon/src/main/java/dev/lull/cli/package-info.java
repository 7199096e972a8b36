/** The command line: picocli verbs that talk to the daemon over its unix socket. */
@NullMarked
package dev.lull.cli;

import org.jspecify.annotations.NullMarked;
