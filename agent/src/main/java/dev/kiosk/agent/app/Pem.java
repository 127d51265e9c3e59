package dev.kiosk.agent.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file (RFC 7468), in their order. What stands between them is passed over.
 *
 * @param file where they were read, for messages
 */
record Pem(Path file, List<Block> blocks) {

  /** As many authorities as anybody trusts take a quarter of it. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");

  Pem {
    blocks = List.copyOf(blocks);
  }

  /**
   * One block.
   *
   * @param label for instance {@code CERTIFICATE}
   * @param body what stands between its first and its last line
   */
  record Block(String label, String body) {

    /** Without the body, which may be a private key. */
    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * Reads a file whole.
   *
   * @throws IOException when it cannot be read, with a message that names it
   */
  static byte[] bytes(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + " cannot be read: there is no such file", missing);
    } catch (AccessDeniedException denied) {
      throw new IOException(file + " may not be read by the agent's user", denied);
    } catch (IOException unreadable) {
      String why = Messages.reason(unreadable);
      throw new IOException(file + " cannot be read: " + why, unreadable);
    }
    if (content.length > MOST_BYTES) {
      throw new IOException(file + " cannot be read: it has more than " + MOST_BYTES + " bytes");
    }
    return content;
  }

  /**
   * Takes the content of a file apart.
   *
   * @throws PemException when a block has no end, as in a file that is half written
   */
  static Pem parse(Path file, byte[] content) throws PemException {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    var blocks = new ArrayList<Block>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      blocks.add(new Block(block.group(1), block.group(2)));
    }
    if (BEGIN.matcher(text).results().count() > blocks.size()) {
      throw new PemException(file, "is cut off: a block in it has no end");
    }
    return new Pem(file, blocks);
  }

  /**
   * The certificates, at least one.
   *
   * @throws PemException when there is none, or one that is damaged
   */
  List<X509Certificate> certificates() throws PemException {
    var certificates = new ArrayList<X509Certificate>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(decode(block)));
      }
    }
    if (certificates.isEmpty()) {
      throw new PemException(
          file, "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)" + instead());
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] der) throws PemException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException malformed) {
      throw new PemException(file, "holds a damaged certificate", malformed);
    }
  }

  /** The bytes of a block. */
  byte[] decode(Block block) throws PemException {
    try {
      return Base64.getMimeDecoder().decode(block.body());
    } catch (IllegalArgumentException malformed) {
      throw new PemException(
          file, "is damaged: its " + block.label() + " is no base64 text", malformed);
    }
  }

  /** What was found in place of what was expected. */
  String instead() {
    return blocks.isEmpty() ? "" : "; it holds " + blocks.get(0).label();
  }
}
