/**
 * Measures what the spool promises, each figure in a process of its own with the agent's start
 * options. Uses the spool as the agent does, through what is public. Start at {@link
 * dev.kiosk.agent.spool.bench.SpoolFigures}.
 */
@NullMarked
package dev.kiosk.agent.spool.bench;

import org.jspecify.annotations.NullMarked;
