/**
 * Scanners with Zebra's Simple Serial Interface. One question, the scanner's revision, asked only
 * while nobody else has the port; what passengers scan is neither kept nor shown nor acknowledged.
 * Start at {@link dev.kiosk.agent.device.ssi.SsiProbe}; {@link dev.kiosk.agent.device.ssi.SsiFrame}
 * is the pure part.
 */
@NullMarked
package dev.kiosk.agent.device.ssi;

import org.jspecify.annotations.NullMarked;
