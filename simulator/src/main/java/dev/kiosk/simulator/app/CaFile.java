package dev.kiosk.simulator.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The option {@code --ca-file} of commands that talk to a hub: whom to trust where it speaks TLS.
 * The name or address in the URL must stand in the hub's certificate either way.
 */
final class CaFile {

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Trust a hub whose certificate was issued by one of these (PEM), and no other"
              + " (default: the authorities that Java trusts).")
  private @Nullable Path file;

  /** Whether it was given. */
  boolean isGiven() {
    return file != null;
  }

  /**
   * What trusts the authorities of the file; null when none was given.
   *
   * @throws ParameterException when the file cannot be used
   */
  @Nullable SSLContext context(CommandLine command) {
    Path given = file;
    if (given == null) {
      return null;
    }
    try {
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      for (Certificate authority : certificates(command, given)) {
        anchors.setCertificateEntry("ca-" + anchors.size(), authority);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (NoSuchFileException absent) {
      throw refused(command, "there is no file " + given);
    } catch (IOException unreadable) {
      throw refused(command, "%s cannot be read: %s".formatted(given, unreadable.getMessage()));
    } catch (GeneralSecurityException unfit) {
      throw refused(command, "%s cannot be used: %s".formatted(given, unfit.getMessage()));
    }
  }

  private static Collection<? extends Certificate> certificates(CommandLine command, Path file)
      throws IOException, CertificateException {
    var pem = new ByteArrayInputStream(Files.readAllBytes(file));
    var all = CertificateFactory.getInstance("X.509").generateCertificates(pem);
    if (all.isEmpty()) {
      throw refused(command, file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return all;
  }

  private static ParameterException refused(CommandLine command, String why) {
    return new ParameterException(command, "--ca-file: " + why);
  }
}
