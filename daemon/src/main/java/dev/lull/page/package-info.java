/** The door: maintenance container, entry swap, backstage, SYN hold. */
@NullMarked
package dev.lull.page;

import org.jspecify.annotations.NullMarked;
