/**
 * Receipt and ticket printers that speak ESC/POS or one of its kiosk dialects, asked with questions
 * only that are obeyed at once and change nothing. {@link
 * dev.kiosk.agent.device.escpos.EscPosProbe} acquires; {@link
 * dev.kiosk.agent.device.escpos.EscPosStatus}, {@link dev.kiosk.agent.device.escpos.CustomStatus}
 * and {@link dev.kiosk.agent.device.escpos.TtpStatus} give the bytes their meaning.
 */
@NullMarked
package dev.kiosk.agent.device.escpos;

import org.jspecify.annotations.NullMarked;
