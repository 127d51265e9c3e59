/**
 * How bytes get to a device and back, with a deadline on everything and the ways of failing told
 * apart. Knows no protocol. Start at {@link dev.kiosk.agent.device.transport.Dialer}.
 */
@NullMarked
package dev.kiosk.agent.device.transport;

import org.jspecify.annotations.NullMarked;
