package dev.kiosk.simulator.surface.ipp;

import java.util.ArrayList;
import java.util.List;

/** What the printer tells about a job (RFC 8011, section 5.3). */
final class JobAttributes {

  private JobAttributes() {}

  /** Where the printer stands in time: its running time when a moment was, in seconds. */
  @FunctionalInterface
  interface UpTime {

    /** At least 1. */
    long seconds(long millis);
  }

  /**
   * All attributes of a job.
   *
   * @param host address and port as the host wrote them
   * @param nowMillis the present moment
   */
  static List<Attribute> of(Job job, String host, UpTime upTime, long nowMillis) {
    String printer = "ipp://" + host + IppProtocol.PATH;
    var all = new ArrayList<>(brief(job, host));
    all.add(Attribute.uri("job-printer-uri", printer));
    all.add(Attribute.named("job-name", job.name));
    all.add(Attribute.named("job-originating-user-name", job.user));
    all.addAll(state(job));
    all.add(Attribute.integer("number-of-documents", job.documents));
    all.add(Attribute.integer("job-k-octets", (int) ((job.octets + 1_023) / 1_024)));
    boolean printed = job.state == Job.State.COMPLETED;
    all.add(Attribute.integer("job-impressions-completed", printed ? job.documents : 0));
    all.add(Attribute.integer("time-at-creation", (int) upTime.seconds(job.createdMillis)));
    all.add(moment("time-at-processing", job.startedMillis, upTime));
    all.add(moment("time-at-completed", job.endedMillis, upTime));
    all.add(Attribute.integer("job-printer-up-time", (int) upTime.seconds(nowMillis)));
    return all;
  }

  /** What a list of jobs tells of each unless more is asked for. */
  static List<Attribute> brief(Job job, String host) {
    return List.of(
        Attribute.uri("job-uri", "ipp://" + host + IppProtocol.PATH + "/" + job.id),
        Attribute.integer("job-id", job.id));
  }

  /** Where it stands, and why. */
  static List<Attribute> state(Job job) {
    boolean waits = job.state == Job.State.PENDING && !job.incoming;
    return List.of(
        Attribute.enumeration("job-state", job.state.number()),
        Attribute.keyword("job-state-reasons", waits ? "none" : job.state.reason()));
  }

  private static Attribute moment(String name, long millis, UpTime upTime) {
    return millis < 0
        ? Attribute.noValue(name)
        : Attribute.integer(name, (int) upTime.seconds(millis));
  }
}
