/**
 * The program: its commands, and the one place where its parts are put together. Imports everything
 * and is imported by nothing.
 */
@NullMarked
package dev.kiosk.agent.app;

import org.jspecify.annotations.NullMarked;
