/**
 * The configuration file: its keys, and from its text to what it means. Reads and starts nothing.
 */
@NullMarked
package dev.lull.config;

import org.jspecify.annotations.NullMarked;
