package dev.kiosk.simulator.fleet;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.time.Time;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all kiosks of a fleet have in common.
 *
 * @param time the machine's clocks
 * @param link how the server is talked to
 * @param network the sockets
 * @param counters the agent's numbers, summed over the fleet
 * @param meters the fleet's own
 * @param periodNanos between two events of a kiosk
 * @param making whether events are made
 */
record Shared(
    Time time,
    LinkConfig link,
    SharedTransport network,
    Counters counters,
    Meters meters,
    long periodNanos,
    AtomicBoolean making) {

  /** Whether events are made now. */
  boolean isMaking() {
    return making.get();
  }

  /**
   * What is measured.
   *
   * @param opened connections that came to be
   * @param made events
   * @param receipts from the making of an event to its receipt, since the last line
   * @param allReceipts the same of all lines
   */
  record Meters(Peak opened, LongAdder made, Latencies receipts, Latencies allReceipts) {

    static Meters begin(Time time) {
      return new Meters(new Peak(time), new LongAdder(), new Latencies(), new Latencies());
    }
  }
}
