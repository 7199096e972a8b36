/** Checks of what runs: HTTP, commands, health, logs, quiet. */
@NullMarked
package dev.lull.check;

import org.jspecify.annotations.NullMarked;
