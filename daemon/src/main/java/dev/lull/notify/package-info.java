/** Telling people, wherever they are, what becomes of a window. */
@NullMarked
package dev.lull.notify;

import org.jspecify.annotations.NullMarked;
