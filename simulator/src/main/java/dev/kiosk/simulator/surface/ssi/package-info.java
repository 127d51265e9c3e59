/**
 * Scanners with Zebra's Simple Serial Interface. Start at {@link
 * dev.kiosk.simulator.surface.ssi.SsiProtocol}.
 */
@NullMarked
package dev.kiosk.simulator.surface.ssi;

import org.jspecify.annotations.NullMarked;
