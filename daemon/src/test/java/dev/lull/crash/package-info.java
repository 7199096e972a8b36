/** The crash matrix: what becomes of a window when the daemon dies at any point of it. */
@NullMarked
package dev.lull.crash;

import org.jspecify.annotations.NullMarked;
