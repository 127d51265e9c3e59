package dev.kiosk.agent.recorder;

import org.jspecify.annotations.Nullable;

/** Knows the certificate that the agent shows to its server. Asked often: it only remembers. */
public interface CertificateSource {

  /** There is no certificate, and none is wanted. */
  CertificateSource NONE =
      new CertificateSource() {
        @Override
        public boolean configured() {
          return false;
        }

        @Override
        public @Nullable ClientCertificate inUse() {
          return null;
        }
      };

  /** Whether the agent is to show a certificate at all. */
  boolean configured();

  /** The one that the next connection shows; null while none could be read. */
  @Nullable ClientCertificate inUse();
}
