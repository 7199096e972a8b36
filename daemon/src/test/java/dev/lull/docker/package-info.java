@NullMarked
package dev.lull.docker;

import org.jspecify.annotations.NullMarked;
