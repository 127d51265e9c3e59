/**
 * Lets visitors in at the places where the agent listens, whatever they speak: one thread for all
 * of them, which sleeps while nobody comes. Start at {@link dev.kiosk.agent.door.Doors}.
 */
@NullMarked
package dev.kiosk.agent.door;

import org.jspecify.annotations.NullMarked;
