/** The journal in SQLite: append, replay. Beside it tokens, browser sessions and the audit log. */
@NullMarked
package dev.lull.journal;

import org.jspecify.annotations.NullMarked;
