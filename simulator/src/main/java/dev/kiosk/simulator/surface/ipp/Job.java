package dev.kiosk.simulator.surface.ipp;

/** One print job. What it prints is not kept, only counted. Guarded by {@link Jobs}. */
final class Job {

  /** Where a job stands (RFC 8011, section 5.3.7). */
  enum State {
    PENDING(3, "job-incoming"),
    PROCESSING(5, "job-printing"),
    STOPPED(6, "printer-stopped"),
    CANCELED(7, "job-canceled-by-user"),
    ABORTED(8, "aborted-by-system"),
    COMPLETED(9, "job-completed-successfully");

    private final int number;
    private final String reason;

    State(int number, String reason) {
      this.number = number;
      this.reason = reason;
    }

    int number() {
      return number;
    }

    /** The usual reason for it. */
    String reason() {
      return reason;
    }

    boolean isOver() {
      return this == CANCELED || this == ABORTED || this == COMPLETED;
    }
  }

  final int id;
  final String name;
  final String user;
  final long createdMillis;
  State state = State.PENDING;
  boolean incoming = true;
  int documents;
  long octets;
  long workLeftMillis;
  long startedMillis = -1;
  long endedMillis = -1;

  Job(int id, String name, String user, long createdMillis, long workMillis) {
    this.id = id;
    this.name = name;
    this.user = user;
    this.createdMillis = createdMillis;
    this.workLeftMillis = workMillis;
  }
}
