/**
 * The agent's numbers: everything that can be dropped, retried, refused or written is counted under
 * a name from {@link dev.kiosk.agent.counters.Counter}.
 */
@NullMarked
package dev.kiosk.agent.counters;

import org.jspecify.annotations.NullMarked;
