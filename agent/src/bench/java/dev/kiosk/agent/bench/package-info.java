/**
 * What the figures have in common: processes with the agent's own options, folders on a real disk,
 * and how a result is said.
 */
@NullMarked
package dev.kiosk.agent.bench;

import org.jspecify.annotations.NullMarked;
