/** What all that speak HTTP to something on this host have in common. */
@NullMarked
package dev.lull.transport;

import org.jspecify.annotations.NullMarked;
