/**
 * The session with the server: connect, hello, batches, receipts, commands, heartbeats, backoff.
 * Start at {@link dev.kiosk.agent.link.Transport} for what is below it.
 */
@NullMarked
package dev.kiosk.agent.link;

import org.jspecify.annotations.NullMarked;
