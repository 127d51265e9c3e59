/**
 * The spool on file systems that are real, under ends that are real: SIGKILL, power cuts, full and
 * read-only disks. A program uses a spool and tells what it was promised ({@link
 * dev.kiosk.agent.spool.real.SpoolUser}); a test ends it and holds the spool to that ({@link
 * dev.kiosk.agent.spool.real.Audit}).
 */
@NullMarked
package dev.kiosk.agent.spool.real;

import org.jspecify.annotations.NullMarked;
