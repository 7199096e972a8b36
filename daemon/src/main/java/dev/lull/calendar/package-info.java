/** When something is due: cron expressions and the wall clocks that they are told by. Pure. */
@NullMarked
package dev.lull.calendar;

import org.jspecify.annotations.NullMarked;
