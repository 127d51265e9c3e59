/**
 * Printers and print queues that speak IPP, asked with Get-Printer-Attributes only (RFC 8010, RFC
 * 8011, PWG 5100.9), over TCP or over the socket of CUPS on this machine. {@link
 * dev.kiosk.agent.device.ipp.IppProbe} acquires, {@link dev.kiosk.agent.device.ipp.IppMessage}
 * gives the bytes a structure, {@link dev.kiosk.agent.device.ipp.PrinterStatus} a meaning. Nothing
 * is ever sent that prints, cancels or changes anything.
 */
@NullMarked
package dev.kiosk.agent.device.ipp;

import org.jspecify.annotations.NullMarked;
