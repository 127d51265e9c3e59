/**
 * Commands from operators to kiosks, the answers back, and what is remembered of them: who set
 * what, when, with which outcome, and which limits hold. Start at {@link
 * dev.kiosk.simulator.hub.command.CommandRelay}.
 *
 * <p>What it keeps true: a command is written down before it is sent; each is answered once, by its
 * kiosk or by the hub; an answer goes to whoever asked, and only from the host that was asked; what
 * is kept is bounded for each tenant by itself.
 */
@NullMarked
package dev.kiosk.simulator.hub.command;

import org.jspecify.annotations.NullMarked;
