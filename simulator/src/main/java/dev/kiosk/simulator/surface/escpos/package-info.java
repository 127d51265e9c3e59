/**
 * ESC/POS, the language of receipt printers, as a printer speaks it. Knows no socket. Start at
 * {@link dev.kiosk.simulator.surface.escpos.EscPosProtocol}.
 */
@NullMarked
package dev.kiosk.simulator.surface.escpos;

import org.jspecify.annotations.NullMarked;
