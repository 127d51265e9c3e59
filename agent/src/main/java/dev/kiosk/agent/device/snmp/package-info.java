/**
 * Printers that answer SNMP: HOST-RESOURCES-MIB (RFC 2790) and Printer MIB (RFC 3805), read only.
 * {@link dev.kiosk.agent.device.snmp.SnmpProbe} acquires, {@link
 * dev.kiosk.agent.device.snmp.PrinterState} gives the values their meaning without any socket. No
 * thread is started, no file is written, and no secret leaves {@code SnmpEndpoint}.
 */
@NullMarked
package dev.kiosk.agent.device.snmp;

import org.jspecify.annotations.NullMarked;
