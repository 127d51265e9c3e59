package dev.kiosk.simulator.hub.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of a kiosk.
 *
 * @param kiosk null for one that no hub has heard of since its start
 * @param raised what holds, the oldest first
 */
record Shown(Fleet.@Nullable Kiosk kiosk, List<Alert> raised) {}
