/**
 * IPP, as a printer of a kiosk speaks it: HTTP, a codec of its own (apart from the agent's, so that
 * one mistake cannot hide at both ends), jobs that are counted and thrown away, and attributes that
 * follow the printer's conditions. Knows no socket. Start at {@link
 * dev.kiosk.simulator.surface.ipp.IppProtocol}.
 */
@NullMarked
package dev.kiosk.simulator.surface.ipp;

import org.jspecify.annotations.NullMarked;
