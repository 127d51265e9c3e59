/**
 * Label and bag-tag printers that speak ZPL, asked with ~HS and ~HQES over one short connection,
 * and, where those stay without an answer, over the printer's JSON settings channel. {@link
 * dev.kiosk.agent.device.zpl.ZplProbe} acquires, {@link dev.kiosk.agent.device.zpl.ZplStatus} gives
 * the answers their meaning. Nothing is ever sent that prints or sets anything, and the password
 * that ~HS tells is shown to nobody.
 */
@NullMarked
package dev.kiosk.agent.device.zpl;

import org.jspecify.annotations.NullMarked;
