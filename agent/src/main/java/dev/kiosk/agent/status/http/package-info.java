/**
 * As much of HTTP/1.1 (RFC 9110, RFC 9112) as a page needs that can only be looked at: one request
 * for each connection, whose body is of no interest, and one answer, after which the connection is
 * closed. Start at {@link dev.kiosk.agent.status.http.Exchange}.
 *
 * <p>Since nothing that follows a request's head is ever taken for another request, nothing depends
 * on how long its body is said to be. Where the RFCs leave a choice, this is the strict one: lines
 * end with CR LF and never with LF alone, a field's line is never continued on the next, and no
 * control characters are taken anywhere.
 */
@NullMarked
package dev.kiosk.agent.status.http;

import org.jspecify.annotations.NullMarked;
