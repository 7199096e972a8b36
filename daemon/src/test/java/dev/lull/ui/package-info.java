/** The web pages, in a real browser. */
@NullMarked
package dev.lull.ui;

import org.jspecify.annotations.NullMarked;
