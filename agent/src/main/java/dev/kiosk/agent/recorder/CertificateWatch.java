package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.time.Day;
import dev.kiosk.agent.wire.ErrorEvent;
import org.jspecify.annotations.Nullable;

/**
 * Raises {@code CERT_EXPIRING} a month before the agent's own certificate ends, tells it again as
 * an error when it has ended, and ends it with the renewal.
 *
 * <p>What was told outlives a restart in the beginning of the condition, which moves with each
 * telling: before the certificate began to be good, it was about another one; from its end on, the
 * end has been told.
 */
final class CertificateWatch {

  private static final RaisedKey KEY = RaisedKey.ofAgent(Condition.CERT_EXPIRING);

  private final CertificateSource source;
  private final RaisedConditions raised;
  private final AlertWriter alerts;
  private @Nullable ClientCertificate told;

  CertificateWatch(CertificateSource source, RaisedConditions raised, AlertWriter alerts) {
    this.source = source;
    this.raised = raised;
    this.alerts = alerts;
  }

  /** Since when the certificate is known to end soon; null when it does not. */
  @Nullable Long sinceMillis() {
    return raised.since(KEY);
  }

  /**
   * Looks at it by the wall clock.
   *
   * @return how much there was to tell
   */
  int look(long wallMillis) {
    Long since = raised.since(KEY);
    if (!source.configured()) {
      return since == null ? 0 : over("No client certificate is configured any more", wallMillis);
    }
    ClientCertificate now = source.inUse();
    if (now == null || wallMillis < now.notBeforeMillis()) {
      return 0; // not known; and until it has a network, many a kiosk believes it is 1970
    }
    if (wallMillis < now.notAfterMillis() - ClientCertificate.TOLD_AHEAD.toMillis()) {
      return since == null ? 0 : over(name(now) + " is good until " + day(now), wallMillis);
    }
    boolean ended = wallMillis >= now.notAfterMillis();
    boolean news =
        since == null
            || since < now.notBeforeMillis()
            || since >= now.notAfterMillis() != ended
            || (told != null && !told.equals(now));
    if (!news) {
      return 0;
    }
    told = now;
    Severity severity = ended ? Severity.ERROR : KEY.condition().severity();
    alerts.restated(KEY, event(wallMillis, sentence(now, ended), severity, true));
    return 1;
  }

  private int over(String sentence, long wallMillis) {
    told = null;
    alerts.restated(KEY, event(wallMillis, sentence, KEY.condition().severity(), false));
    return 1;
  }

  /** Stamped with the time that was looked at, since what was told is known by it. */
  private static ErrorEvent event(
      long wallMillis, String sentence, Severity severity, boolean begin) {
    long ts = Math.max(0, wallMillis);
    return new ErrorEvent(
        ts, KEY.condition(), sentence, null, severity, begin, null, null, false, false);
  }

  private static String sentence(ClientCertificate now, boolean ended) {
    return ended
        ? name(now)
            + " ended on "
            + day(now)
            + ", so the server may refuse this kiosk. Install a new certificate and its key."
        : name(now)
            + " ends on "
            + day(now)
            + ". Have a new certificate and its key installed before that day.";
  }

  private static String name(ClientCertificate now) {
    return "The client certificate %s (%s)".formatted(now.file(), now.subject());
  }

  private static String day(ClientCertificate now) {
    return Day.words(now.notAfterMillis());
  }
}
