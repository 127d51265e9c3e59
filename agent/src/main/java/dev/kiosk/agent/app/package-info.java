/**
 * The commands and the one composition root. Start at {@link dev.kiosk.agent.app.Agent}, which is
 * written in the order a reading travels.
 */
@NullMarked
package dev.kiosk.agent.app;

import org.jspecify.annotations.NullMarked;
