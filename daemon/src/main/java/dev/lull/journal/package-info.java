/** The journal in SQLite: append, replay. */
@NullMarked
package dev.lull.journal;

import org.jspecify.annotations.NullMarked;
