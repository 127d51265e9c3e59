/**
 * ZPL, the language of label and bag-tag printers, as a printer speaks it on its raw port, and the
 * JSON settings channel beside it. Knows no socket. Start at {@link
 * dev.kiosk.simulator.surface.zpl.ZplProtocol}.
 */
@NullMarked
package dev.kiosk.simulator.surface.zpl;

import org.jspecify.annotations.NullMarked;
