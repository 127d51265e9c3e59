/**
 * The port through which one device is asked, and what it answered. One sub-package per protocol
 * holds acquire and, apart from it, a pure parse. Start at {@link dev.kiosk.agent.device.Probe}.
 */
@NullMarked
package dev.kiosk.agent.device;

import org.jspecify.annotations.NullMarked;
