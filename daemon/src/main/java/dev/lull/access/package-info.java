/** Who may do what: tokens, browser sessions, failed logins, audit log. Knows no HTTP or SQL. */
@NullMarked
package dev.lull.access;

import org.jspecify.annotations.NullMarked;
