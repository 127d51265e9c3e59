/** The simulator's commands. */
@NullMarked
package dev.kiosk.simulator.app;

import org.jspecify.annotations.NullMarked;
