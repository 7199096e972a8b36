/** What systemd is told of the daemon, and how; needs nothing else of Lull. */
@NullMarked
package dev.lull.systemd;

import org.jspecify.annotations.NullMarked;
