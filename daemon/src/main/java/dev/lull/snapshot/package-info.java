/** Rollback points: stores, manifest, verification, restore. */
@NullMarked
package dev.lull.snapshot;

import org.jspecify.annotations.NullMarked;
