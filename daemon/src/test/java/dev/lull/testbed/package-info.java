/** Real stacks for tests, the demo and benchmarks. */
@NullMarked
package dev.lull.testbed;

import org.jspecify.annotations.NullMarked;
