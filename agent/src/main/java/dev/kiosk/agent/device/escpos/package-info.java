/**
 * Receipt and ticket printers that speak ESC/POS, asked with the real-time status request DLE EOT
 * only. {@link dev.kiosk.agent.device.escpos.EscPosProbe} acquires, {@link
 * dev.kiosk.agent.device.escpos.EscPosStatus} gives the bytes their meaning. Nothing is ever sent
 * that changes the printer or queues behind a print job.
 */
@NullMarked
package dev.kiosk.agent.device.escpos;

import org.jspecify.annotations.NullMarked;
