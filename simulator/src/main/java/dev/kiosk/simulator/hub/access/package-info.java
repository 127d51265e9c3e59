/**
 * Who may come in, and through which door: tokens, what they grant, and the certificate that the
 * hub shows. Start at {@link dev.kiosk.simulator.hub.access.Access}.
 *
 * <p>What it keeps true: a token is known by its hash only; files are read again when they change,
 * and one with mistakes changes nothing; a connection ends soon after its token is gone.
 */
@NullMarked
package dev.kiosk.simulator.hub.access;

import org.jspecify.annotations.NullMarked;
