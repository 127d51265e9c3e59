/**
 * Shows how the agent is: as JSON, as a page, as metrics and as text for a terminal, all from one
 * immutable snapshot. It looks and never acts; nothing in the agent depends on it. Start at {@link
 * dev.kiosk.agent.status.StatusSnapshot}.
 */
@NullMarked
package dev.kiosk.agent.status;

import org.jspecify.annotations.NullMarked;
