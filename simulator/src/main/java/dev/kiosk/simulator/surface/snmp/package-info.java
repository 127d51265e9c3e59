/**
 * A printer's SNMP agent: v1, v2c and v3, over the tables that office printers have. Start at
 * {@link dev.kiosk.simulator.surface.snmp.SnmpOutlet}; what the tables hold is in {@link
 * dev.kiosk.simulator.surface.snmp.PrinterTree}, which knows no socket.
 */
@NullMarked
package dev.kiosk.simulator.surface.snmp;

import org.jspecify.annotations.NullMarked;
