/** What the pages say is what the code does. */
@NullMarked
package dev.lull.docs;

import org.jspecify.annotations.NullMarked;
