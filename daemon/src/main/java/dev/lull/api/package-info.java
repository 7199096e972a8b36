/** The HTTP API: routes, server-sent events, problem documents. */
@NullMarked
package dev.lull.api;

import org.jspecify.annotations.NullMarked;
