package dev.kiosk.simulator.hub.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps what a {@link CommandBook} says, as lines of text: in a file, or where several hubs keep
 * theirs together.
 */
public interface Ledger extends AutoCloseable {

  /** Whoever reads the lines. */
  interface Reader {
    /**
     * Takes a line that is kept: those that were there before, and then each that is added, by
     * whichever hub, once and in order.
     *
     * @param position another one for each line, and higher than that of the line before
     */
    void line(long position, String line);

    /**
     * All lines that were handed over are gone from where they were kept. What is kept now is
     * handed over from its beginning, and positions begin anew. Only where hubs share the lines.
     */
    default void startOver() {}

    /**
     * The line at this position, which was just handed over, is one of which {@link Ledger#add} has
     * said that it failed. Only where hubs share the lines.
     */
    default void wasGivenUp(long position) {}

    /** The lines that say all that is to be kept; for a file that has become long. */
    List<String> kept();
  }

  /**
   * What a line is about.
   *
   * @param metric whose limit
   */
  record Subject(String tenantId, String host, String metric) {}

  /**
   * Hands over all lines that are there, and from then on each that comes.
   *
   * @throws IOException when they cannot be read, or none can be added
   */
  void open(Reader reader) throws IOException;

  /** Whether other hubs add lines too; then a line's position is the number of its command. */
  boolean isShared();

  /**
   * Adds a line.
   *
   * @param line without a line break
   * @return its position, once it survives the end of this hub and was handed over; or an {@link
   *     IOException}
   */
  CompletableFuture<Long> add(Subject subject, String line);

  /**
   * Adds a line that tells what has happened already. While what keeps the lines does not answer it
   * may be handed over before it is kept.
   */
  CompletableFuture<Long> note(Subject subject, String line);

  /**
   * How long it may take, in milliseconds, until a line that another hub added is handed over here;
   * 0 where no other hub adds any.
   */
  default long lagMillis() {
    return 0;
  }

  /** For how long what keeps the lines has not answered, milliseconds; 0 while it is in time. */
  long behindMillis();

  /** Makes all lines safe from a power cut, where they are not; may take as long as the disk. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
