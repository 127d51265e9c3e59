package dev.kiosk.agent.recorder;

import java.time.Duration;

/**
 * The certificate that the agent shows to its server.
 *
 * @param file where it was read
 * @param subject whose it is, as in the certificate
 * @param notBeforeMillis good from then on, milliseconds since the Unix epoch
 * @param notAfterMillis and until then
 */
public record ClientCertificate(
    String file, String subject, long notBeforeMillis, long notAfterMillis) {

  /** How long before its end it is told: time for an order, a signature and a visit. */
  public static final Duration TOLD_AHEAD = Duration.ofDays(30);
}
