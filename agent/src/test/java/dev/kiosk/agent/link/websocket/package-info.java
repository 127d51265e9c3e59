/** The transport against peers over real sockets, well-behaved and not. */
@NullMarked
package dev.kiosk.agent.link.websocket;

import org.jspecify.annotations.NullMarked;
