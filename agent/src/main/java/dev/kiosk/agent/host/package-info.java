/**
 * Load, memory, disk and temperature of the kiosk itself. A value that cannot be read is no
 * reading, never a zero. Start at {@link dev.kiosk.agent.host.HostSensors}.
 */
@NullMarked
package dev.kiosk.agent.host;

import org.jspecify.annotations.NullMarked;
