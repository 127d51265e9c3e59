/**
 * The operator page: its files, and the feed that keeps it fresh. Start at {@link
 * dev.kiosk.simulator.hub.page.PageFeed}; the hub hands in what it knows as {@link
 * dev.kiosk.simulator.hub.page.Fleet}.
 *
 * <p>What it keeps true: a page is told no more than it has asked for, so a slow one costs the hub
 * a bounded memory and holds up nobody; all that came from kiosks goes on as data, never as markup.
 */
@NullMarked
package dev.kiosk.simulator.hub.page;

import org.jspecify.annotations.NullMarked;
