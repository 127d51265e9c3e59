/**
 * The transport over a real network. The only package that knows Java-WebSocket, and what has to be
 * done around it: deadlines, a count of the bytes that wait, the reason of a refusal, an end that
 * leaves no thread and no socket behind. Start at {@link
 * dev.kiosk.agent.link.websocket.WebSocketTransport}.
 */
@NullMarked
package dev.kiosk.agent.link.websocket;

import org.jspecify.annotations.NullMarked;
