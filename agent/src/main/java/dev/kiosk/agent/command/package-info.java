/**
 * A command of the server, its outcome, and the durable table that gives a repeated cid the same
 * answer. Start at {@link dev.kiosk.agent.command.Command}.
 */
@NullMarked
package dev.kiosk.agent.command;

import org.jspecify.annotations.NullMarked;
