/** Changes and plans: the ordered steps that a change needs on a stack. Pure. */
@NullMarked
package dev.lull.plan;

import org.jspecify.annotations.NullMarked;
