package dev.kiosk.agent.app;

import dev.kiosk.agent.link.websocket.TlsSource;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.recorder.CertificateSource;
import dev.kiosk.agent.recorder.ClientCertificate;
import dev.kiosk.agent.time.Day;
import dev.kiosk.agent.time.Step;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS from PEM files. They are read afresh at each connection, and once a minute between, so that a
 * renewal is noticed on a kiosk that stays connected for months.
 *
 * <p>The files count together: as soon as they are all good, they are used; while one is not, the
 * last good ones are used on, and {@link #trouble} says why. Each change is told once.
 */
public final class PemTls implements TlsSource, CertificateSource, Step {

  private static final long LOOK_NANOS = Duration.ofMinutes(1).toNanos();

  private final PemFiles files;
  private final Time time;
  private final ReentrantLock reading = new ReentrantLock();
  private Object[] seen = {};
  private @Nullable TlsMaterial material;
  private String fault = "";
  private long lookAtNanos;
  private volatile @Nullable ClientCertificate certificate;
  private volatile @Nullable String trouble;

  /**
   * Nothing is read yet.
   *
   * @param files may all be absent: then the system's authorities are trusted
   * @param time to know by the wall clock what has ended
   */
  public PemTls(PemFiles files, Time time) {
    this.files = files;
    this.time = time;
    this.lookAtNanos = time.nanos();
  }

  /** The system's authorities, and no certificate. */
  static PemTls system(Time time) {
    return new PemTls(PemFiles.NONE, time);
  }

  @Override
  public boolean configured() {
    return files.clientCert() != null;
  }

  @Override
  public @Nullable ClientCertificate inUse() {
    return certificate;
  }

  /**
   * Why the files as they are now are not used, while those read before are; null when they are
   * used, or when there is nothing to use: then the connection fails and says why.
   */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public SSLSocketFactory factory() throws IOException, GeneralSecurityException {
    if (files.isNone()) {
      return TlsSource.system().factory();
    }
    reading.lock();
    try {
      look();
      TlsMaterial usable = material;
      if (usable == null) {
        throw new GeneralSecurityException(fault);
      }
      return usable.factory();
    } finally {
      reading.unlock();
    }
  }

  /** Looks at the files when it is time to, unless a connection is just doing that. */
  @Override
  public int step(long nowNanos) {
    if (files.isNone() || nowNanos - lookAtNanos < 0 || !reading.tryLock()) {
      return 0;
    }
    try {
      look();
      lookAtNanos = nowNanos + LOOK_NANOS;
    } finally {
      reading.unlock();
    }
    return 1;
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    return files.isNone() ? nowNanos + LOOK_NANOS : lookAtNanos;
  }

  private void look() {
    Object[] now = {content(files.ca()), content(files.clientCert()), content(files.clientKey())};
    if (Arrays.deepEquals(now, seen)) {
      return;
    }
    seen = now;
    TlsMaterial before = material;
    try {
      TlsMaterial fresh = read(now);
      refuseWhatHasEnded(fresh, before);
      material = fresh;
      trouble = null;
      certificate = told(fresh);
      if (before != null) {
        Log.info("The certificate files have changed; the next connection uses {}", words());
      }
    } catch (GeneralSecurityException bad) {
      fault = String.valueOf(bad.getMessage());
      if (before != null) {
        trouble = fault;
        Log.warn("{}; what was read before is used on, until the next start", fault);
      }
    }
  }

  /** The bytes of a file, or in words why there are none; both can be compared. */
  private static @Nullable Object content(@Nullable Path file) {
    try {
      return file == null ? null : Pem.bytes(file);
    } catch (IOException unreadable) {
      return String.valueOf(unreadable.getMessage());
    }
  }

  private TlsMaterial read(Object[] contents) throws GeneralSecurityException {
    Pem ca = pem(files.ca(), contents[0]);
    Pem cert = pem(files.clientCert(), contents[1]);
    Pem key = pem(files.clientKey(), contents[2]);
    var fresh =
        new TlsMaterial(
            ca == null ? null : ca.certificates(),
            cert == null || key == null ? null : ClientPair.of(cert, key));
    fresh.factory(); // what cannot be used shows here, and not when the old one is gone
    return fresh;
  }

  private static @Nullable Pem pem(@Nullable Path file, Object content)
      throws GeneralSecurityException {
    if (file == null) {
      return null;
    }
    if (content instanceof byte[] bytes) {
      return Pem.parse(file, bytes);
    }
    throw new GeneralSecurityException(String.valueOf(content));
  }

  /**
   * A certificate that has ended does not replace one that has not. Where there is no other, it is
   * tried all the same: it may be the clock that is wrong.
   */
  private void refuseWhatHasEnded(TlsMaterial fresh, @Nullable TlsMaterial before)
      throws PemException {
    Path file = files.clientCert();
    if (file == null || fresh.pair() == null || before == null || before.pair() == null) {
      return;
    }
    long now = time.wallMillis();
    long end = fresh.pair().endMillis();
    if (end <= now && before.pair().endMillis() > now) {
      throw new PemException(file, "holds a certificate that ended on " + Day.words(end));
    }
  }

  private @Nullable ClientCertificate told(TlsMaterial of) {
    if (of.pair() == null) {
      return null;
    }
    return new ClientCertificate(
        String.valueOf(files.clientCert()),
        of.pair().subject(),
        of.pair().beginMillis(),
        of.pair().endMillis());
  }

  private String words() {
    ClientCertificate now = certificate;
    return now == null
        ? "them"
        : "%s, which is good until %s".formatted(now.subject(), Day.words(now.notAfterMillis()));
  }
}
