/**
 * The log: {@link dev.kiosk.agent.log.Log} is what the code logs by, tinylog in between, and {@link
 * dev.kiosk.agent.log.StderrWriter}, which only tinylog's configuration names, writes it for the
 * journal of systemd or for people.
 */
@NullMarked
package dev.kiosk.agent.log;

import org.jspecify.annotations.NullMarked;
