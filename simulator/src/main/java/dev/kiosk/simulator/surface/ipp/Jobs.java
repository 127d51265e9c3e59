package dev.kiosk.simulator.surface.ipp;

import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The jobs of a printer. One prints at a time, half a second each, and none while the printer has
 * stopped. Moves on whenever it is looked at. Safe for many threads.
 */
final class Jobs {

  /** How long a document takes to print. */
  private static final long PRINT_MILLIS = 500;

  /** A host that created a job must send its document within this time. */
  static final int DOCUMENT_SECONDS = 60;

  private static final int MOST_KEPT = 100;
  private static final int MOST_WAITING = 50;

  private final SimulatedPrinter printer;
  private final Happenings happenings;
  private final LongSupplier nowMillis;
  private final Map<Integer, Job> jobs = new LinkedHashMap<>();
  private int lastId;
  private long printed;
  private long movedMillis;

  Jobs(SimulatedPrinter printer, Happenings happenings, LongSupplier nowMillis) {
    this.printer = printer;
    this.happenings = happenings;
    this.nowMillis = nowMillis;
    this.movedMillis = nowMillis.getAsLong();
  }

  /** Brings all jobs up to the present moment. */
  synchronized void move() {
    long now = nowMillis.getAsLong();
    long left = now - movedMillis;
    movedMillis = now;
    boolean stopped = printer.offline();
    for (Job job : jobs.values()) {
      if (job.incoming) {
        expire(job, now);
      } else if (!job.state.isOver() && stopped) {
        job.state = Job.State.STOPPED;
      } else if (!job.state.isOver()) {
        left = work(job, now, left);
      }
    }
  }

  private void expire(Job job, long now) {
    if (!job.state.isOver() && now - job.createdMillis > DOCUMENT_SECONDS * 1_000L) {
      end(job, Job.State.ABORTED, now);
    }
  }

  /** Works on a job; what is left of the time goes to the next. */
  private long work(Job job, long now, long millis) {
    if (millis <= 0) {
      job.state = job.state == Job.State.STOPPED ? Job.State.PROCESSING : job.state;
      return 0;
    }
    job.state = Job.State.PROCESSING;
    long worked = Math.min(millis, job.workLeftMillis);
    job.workLeftMillis -= worked;
    if (job.workLeftMillis == 0) {
      printed++;
      end(job, Job.State.COMPLETED, now);
      happenings.happened(
          printer.id(), "printed job %d and threw away %d bytes".formatted(job.id, job.octets));
    }
    return millis - worked;
  }

  private static void end(Job job, Job.State state, long now) {
    job.state = state;
    job.endedMillis = now;
    job.incoming = false;
  }

  /**
   * Creates a job that waits for its document.
   *
   * @throws IppRefusal BUSY when too many wait already
   */
  synchronized Job create(String name, String user) throws IppRefusal {
    move();
    if (waiting() >= MOST_WAITING) {
      throw new IppRefusal(Status.BUSY, "Too many jobs are waiting.");
    }
    if (jobs.size() >= MOST_KEPT) {
      jobs.values().stream()
          .filter(each -> each.state.isOver())
          .findFirst()
          .ifPresent(oldest -> jobs.remove(oldest.id));
    }
    lastId++;
    var job = new Job(lastId, name, user, nowMillis.getAsLong(), PRINT_MILLIS);
    jobs.put(job.id, job);
    return job;
  }

  /** A document of that size has come for a job, and no other follows if it is the last. */
  synchronized void document(Job job, long octets, boolean last) {
    move();
    if (octets > 0) {
      job.documents++;
      job.octets += octets;
    }
    if (last) {
      close(job);
    }
  }

  /** No document follows; the job is printed as soon as it can be. */
  synchronized void close(Job job) {
    if (job.incoming) {
      move();
      job.incoming = false;
      job.startedMillis = nowMillis.getAsLong();
      job.state = printer.offline() ? Job.State.STOPPED : Job.State.PROCESSING;
    }
  }

  /**
   * Cancels a job.
   *
   * @throws IppRefusal NOT_POSSIBLE when it is over
   */
  synchronized void cancel(Job job) throws IppRefusal {
    move();
    if (job.state.isOver()) {
      throw new IppRefusal(Status.NOT_POSSIBLE, "Job " + job.id + " is over.");
    }
    end(job, Job.State.CANCELED, nowMillis.getAsLong());
  }

  synchronized Optional<Job> find(int id) {
    move();
    return Optional.ofNullable(jobs.get(id));
  }

  /** The jobs that are over, the latest first, or those that are not, the next first. */
  synchronized List<Job> list(boolean over) {
    move();
    var listed = new ArrayList<Job>();
    for (Job job : jobs.values()) {
      if (job.state.isOver() == over) {
        listed.add(over ? 0 : listed.size(), job);
      }
    }
    return listed;
  }

  /** How many are not over. */
  synchronized int waiting() {
    return (int) jobs.values().stream().filter(each -> !each.state.isOver()).count();
  }

  /** Whether one is being printed. */
  synchronized boolean printing() {
    move();
    return jobs.values().stream().anyMatch(each -> each.state == Job.State.PROCESSING);
  }

  /** How many were printed since the start. */
  synchronized long printed() {
    move();
    return printed;
  }
}
