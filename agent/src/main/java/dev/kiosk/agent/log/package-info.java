/**
 * How the log is written: for the journal of systemd, or for people. The code logs by tinylog; only
 * its configuration names {@link dev.kiosk.agent.log.StderrWriter}.
 */
@NullMarked
package dev.kiosk.agent.log;

import org.jspecify.annotations.NullMarked;
