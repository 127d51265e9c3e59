package dev.kiosk.simulator.fleet;

import java.util.List;

/**
 * What a fleet came to.
 *
 * @param lines for people
 * @param stored events that the server has, each once
 * @param lost events that it should have and has not
 * @param twice events that it has more than once, or under an identity that is another's
 * @param well whether nothing was lost or twice, every event got its receipt, every command its
 *     ack, and no kiosk's code failed
 */
public record Summary(List<String> lines, long stored, long lost, long twice, boolean well) {

  /** Copies the lines. */
  public Summary {
    lines = List.copyOf(lines);
  }
}
