/** Telling people, wherever they are, what becomes of windows and schedules. */
@NullMarked
package dev.lull.notify;

import org.jspecify.annotations.NullMarked;
