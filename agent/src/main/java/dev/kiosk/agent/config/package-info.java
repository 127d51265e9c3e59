/**
 * Reads a TOML file into typed values. One pass finds every mistake at once, each with its line,
 * its key, what was found and what is expected; a bad value is never bent into a good one, and a
 * key that nobody asked for is a mistake too. Knows nothing of what the keys mean. Start at {@link
 * dev.kiosk.agent.config.Settings}.
 */
@NullMarked
package dev.kiosk.agent.config;

import org.jspecify.annotations.NullMarked;
