/**
 * What agent and server say to each other: the messages as sealed records, and the one codec that
 * turns them into JSON frames and back. Start at {@link dev.kiosk.agent.wire.Codec}.
 *
 * <p>Every frame that leaves is valid UTF-8 and bounded; no text that arrives can make the codec
 * throw. The schema, the TypeScript declaration and the golden frames in {@code wire/} of the
 * distribution say the same, and the tests hold them against this code.
 */
@NullMarked
package dev.kiosk.agent.wire;

import org.jspecify.annotations.NullMarked;
