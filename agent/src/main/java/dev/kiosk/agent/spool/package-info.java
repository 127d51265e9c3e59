/**
 * Keeps events on disk until the server has them. Start at {@link dev.kiosk.agent.spool.Spool}; the
 * file format is drawn in {@link dev.kiosk.agent.spool.SegmentFormat}.
 *
 * <p>Bytes in, bytes out: this package knows nothing of readings, JSON or sockets.
 */
@NullMarked
package dev.kiosk.agent.spool;

import org.jspecify.annotations.NullMarked;
