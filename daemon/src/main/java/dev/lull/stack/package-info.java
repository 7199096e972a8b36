/** What is there: stacks, services, roles, and what their labels say. Knows no Docker. */
@NullMarked
package dev.lull.stack;

import org.jspecify.annotations.NullMarked;
