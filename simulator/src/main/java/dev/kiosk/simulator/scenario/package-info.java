/**
 * A timeline of faults, written as text. Pure: it says what is to happen when, and whoever plays it
 * does it. Start at {@link dev.kiosk.simulator.scenario.Scenario}.
 */
@NullMarked
package dev.kiosk.simulator.scenario;

import org.jspecify.annotations.NullMarked;
