/** One class a step: each makes one thing so, and may be done again at any time. */
@NullMarked
package dev.lull.step;

import org.jspecify.annotations.NullMarked;
