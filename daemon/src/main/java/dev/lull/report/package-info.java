/** The report of a window, as Markdown and JSON. */
@NullMarked
package dev.lull.report;

import org.jspecify.annotations.NullMarked;
