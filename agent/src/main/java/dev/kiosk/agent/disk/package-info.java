/**
 * The port to the disk, the real disk behind it, and the one way to replace a small file
 * atomically. Start at {@link dev.kiosk.agent.disk.Disk}.
 */
@NullMarked
package dev.kiosk.agent.disk;

import org.jspecify.annotations.NullMarked;
