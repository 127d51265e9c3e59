package dev.kiosk.simulator.hub.store;

import org.jspecify.annotations.Nullable;

/**
 * Where events are kept, and how long.
 *
 * @param servers {@code nats://host:port} of one or more NATS servers, separated by commas; null
 *     for the file in the hub's data folder
 * @param replicas how many servers of a cluster hold each event, 1 to 5; only when the stream is
 *     made
 * @param retention how long
 */
public record StoreConfig(@Nullable String servers, int replicas, Retention retention) {

  /** In the data folder, for ever. */
  public static final StoreConfig USUAL = new StoreConfig(null, 1, Retention.FOREVER);
}
