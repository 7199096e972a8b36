/** The window: its events, its pure state machine, the runner. Knows no Docker, HTTP or SQL. */
@NullMarked
package dev.lull.window;

import org.jspecify.annotations.NullMarked;
