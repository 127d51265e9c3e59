/**
 * The one place where a reading becomes a durable event: debounce, thresholds, encode, append.
 * Start at {@link dev.kiosk.agent.recorder.Recorder}.
 *
 * <p>A condition is raised once and ended once, across restarts too: the set of raised conditions
 * is saved before the alert that changes it is.
 */
@NullMarked
package dev.kiosk.agent.recorder;

import org.jspecify.annotations.NullMarked;
