/** Wiring only. */
@NullMarked
package dev.lull.app;

import org.jspecify.annotations.NullMarked;
