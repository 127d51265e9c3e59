/**
 * What the agent and systemd tell each other: readiness, state, and that the agent still comes
 * forward. Datagrams as sd_notify(3) describes them, without its library. Start at {@link
 * dev.kiosk.agent.systemd.Notifier}.
 *
 * <p>Nothing here is loaded or run where no service manager asks for it.
 */
@NullMarked
package dev.kiosk.agent.systemd;

import org.jspecify.annotations.NullMarked;
