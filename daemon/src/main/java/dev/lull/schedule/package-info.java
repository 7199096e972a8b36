/** Windows that are planned ahead: what is due, whether it runs, and what became of it. */
@NullMarked
package dev.lull.schedule;

import org.jspecify.annotations.NullMarked;
