/** The engine port and its docker-java adapter; the Compose CLI; discovery. */
@NullMarked
package dev.lull.docker;

import org.jspecify.annotations.NullMarked;
