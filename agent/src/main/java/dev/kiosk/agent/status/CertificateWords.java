package dev.kiosk.agent.status;

import dev.kiosk.agent.status.StatusSnapshot.Certificate;
import dev.kiosk.agent.time.Day;

/** How long a certificate is good for, in words. */
final class CertificateWords {

  /** To be followed by the reason. */
  static final String NOT_USED = "the certificate files were changed and are not used: ";

  private CertificateWords() {}

  /** Whether it is over. */
  static boolean ended(Certificate certificate, long nowMillis) {
    return certificate.notAfterMillis() <= nowMillis;
  }

  /** "client certificate CN=K ends on 9 March 2027, in 12 d"; part of a sentence. */
  static String of(Certificate certificate, long nowMillis) {
    String name = "client certificate " + certificate.subject();
    String day = Day.words(certificate.notAfterMillis());
    if (ended(certificate, nowMillis)) {
      return name + " ended on " + day;
    }
    if (certificate.expiringSinceMillis() == null) {
      return name + " is good until " + day;
    }
    String left = Spans.words(certificate.notAfterMillis() - nowMillis);
    return name + " ends on " + day + ", in " + left;
  }
}
