package dev.kiosk.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code CERT_EXPIRING}, from the first warning to the renewal. */
class CertificateWatchTest {

  private static final Duration YEAR = Duration.ofDays(365);

  private final RecorderBench bench;
  private final Held held = new Held();

  /** What the files of the kiosk hold at present. */
  private static final class Held implements CertificateSource {
    boolean configured = true;
    @Nullable ClientCertificate certificate;

    @Override
    public boolean configured() {
      return configured;
    }

    @Override
    public @Nullable ClientCertificate inUse() {
      return certificate;
    }
  }

  CertificateWatchTest() throws IOException {
    bench = new RecorderBench();
    bench.certificates = held;
    bench.restart();
    bench.alerts();
  }

  private ClientCertificate endsIn(Duration left) {
    long end = bench.time.wallMillis() + left.toMillis();
    return new ClientCertificate(
        "/etc/kiosk-agent/client.pem", "CN=T1-K017", end - YEAR.toMillis(), end);
  }

  private void pass(Duration duration) {
    bench.time.pass(duration);
    bench.work();
  }

  /** The alerts about the certificate since the last call. */
  private List<String> told() {
    return bench.alerts().stream().filter(alert -> alert.contains("CERT_EXPIRING")).toList();
  }

  @Test
  void aMonthBeforeTheEndItIsTold() {
    held.certificate = endsIn(Duration.ofDays(31)); // from 24 November 2024 on
    bench.work();
    assertThat(told()).isEmpty();
    assertThat(bench.recorder.certificateSince()).isNull();
    pass(Duration.ofDays(1));
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"severity\":\"warning\"", "\"active\":true")
        .contains("/etc/kiosk-agent/client.pem (CN=T1-K017) ends on 25 December 2024")
        .contains("Have a new certificate and its key installed before that day");
    assertThat(bench.recorder.certificateSince()).isEqualTo(bench.time.wallMillis());
    pass(Duration.ofDays(1));
    assertThat(told()).isEmpty();
  }

  @Test
  void itsEndIsToldOnceAsAnError() throws IOException {
    held.certificate = endsIn(Duration.ofDays(1));
    bench.work();
    assertThat(told()).hasSize(1);
    pass(Duration.ofDays(1));
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"severity\":\"error\"", "\"active\":true", "ended on 25 November 2024");
    bench.restart();
    pass(Duration.ofDays(1));
    assertThat(told()).isEmpty();
  }

  @Test
  void anEndThatCameWhileTheAgentWasDownIsTold() throws IOException {
    held.certificate = endsIn(Duration.ofDays(1));
    bench.work();
    assertThat(told()).hasSize(1);
    bench.time.pass(Duration.ofDays(2));
    bench.restart();
    assertThat(told()).singleElement().asString().contains("\"severity\":\"error\"");
  }

  @Test
  void aRenewalEndsIt() {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.work();
    assertThat(told()).hasSize(1);
    held.certificate = endsIn(YEAR);
    bench.work();
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"active\":false", "is good until 24 November 2025");
    assertThat(bench.recorder.certificateSince()).isNull();
  }

  @Test
  void itHoldsAcrossARestartAndARenewalMeanwhileEndsIt() throws IOException {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.work();
    assertThat(told()).hasSize(1);
    bench.restart();
    assertThat(told()).isEmpty();
    assertThat(bench.recorder.certificateSince()).isNotNull();
    held.certificate = endsIn(YEAR);
    bench.restart();
    assertThat(told()).singleElement().asString().contains("\"active\":false");
    bench.restart();
    assertThat(told()).isEmpty();
  }

  @Test
  void aCertificateThatIsNoLongerConfiguredEndsIt() throws IOException {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.work();
    assertThat(told()).hasSize(1);
    held.configured = false;
    held.certificate = null;
    bench.restart();
    assertThat(told())
        .singleElement()
        .asString()
        .contains("\"active\":false", "No client certificate is configured any more");
  }

  @Test
  void whileItCannotBeReadNothingChanges() throws IOException {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.work();
    assertThat(told()).hasSize(1);
    held.certificate = null;
    bench.restart();
    assertThat(told()).isEmpty();
    assertThat(bench.recorder.certificateSince()).isNotNull();
  }

  @Test
  void anotherCertificateThatEndsSoonIsNews() throws IOException {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.work();
    assertThat(told()).hasSize(1);
    held.certificate = endsIn(Duration.ofDays(5));
    bench.work();
    assertThat(told()).singleElement().asString().contains("ends on 29 November 2024");
    long end = bench.time.wallMillis() + Duration.ofDays(9).toMillis();
    bench.time.pass(Duration.ofHours(1));
    held.certificate =
        new ClientCertificate("/c.pem", "CN=K", bench.time.wallMillis(), end); // made while down
    bench.restart();
    assertThat(told()).singleElement().asString().contains("ends on 3 December 2024");
  }

  @Test
  void aClockFromBeforeTheCertificateChangesNothing() throws IOException {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.work();
    assertThat(told()).hasSize(1);
    bench.time.stepWall(Duration.ofDays(-20_000)); // a kiosk that starts in 1970
    bench.restart();
    assertThat(told()).isEmpty();
    bench.time.stepWall(Duration.ofDays(20_000));
    bench.work();
    assertThat(told()).isEmpty();
  }

  @Test
  void aClockThatWasTooFarAheadIsPutRight() {
    held.certificate = endsIn(Duration.ofDays(3));
    bench.time.stepWall(Duration.ofDays(10));
    bench.work();
    assertThat(told()).singleElement().asString().contains("\"severity\":\"error\"");
    bench.time.stepWall(Duration.ofDays(-10));
    bench.work();
    assertThat(told()).singleElement().asString().contains("\"severity\":\"warning\"");
  }
}
