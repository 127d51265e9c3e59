package dev.kiosk.simulator.hub.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from PEM files (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** What signs with a key of an algorithm. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private Pem() {}

  /** What stands between BEGIN and END. */
  private static final class Block {
    private final String label;
    private final byte[] bytes;

    private Block(String label, byte[] bytes) {
      this.label = label;
      this.bytes = bytes;
    }
  }

  private static List<Block> blocks(String what, Path file) throws BadFileException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new BadFileException(what, file, unreadable);
    }
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      try {
        blocks.add(
            new Block(found.group(1), Base64.getMimeDecoder().decode(found.group(2).strip())));
      } catch (IllegalArgumentException damaged) {
        throw new BadFileException(
            "%s %s: a %s in it is not base 64".formatted(what, file, found.group(1)));
      }
    }
    return blocks;
  }

  /** All certificates of a file, at least one, in their order. */
  static List<X509Certificate> certificates(String what, Path file) throws BadFileException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(what, file)) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(certificate(what, file, block.bytes));
      }
    }
    if (certificates.isEmpty()) {
      throw new BadFileException(
          "%s %s: it holds no certificate (-----BEGIN CERTIFICATE-----)".formatted(what, file));
    }
    return certificates;
  }

  private static X509Certificate certificate(String what, Path file, byte[] bytes)
      throws BadFileException {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      return (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException damaged) {
      throw new BadFileException("%s %s: a certificate in it cannot be read".formatted(what, file));
    }
  }

  /** The one private key of a file. */
  static PrivateKey key(String what, Path file) throws BadFileException {
    List<Block> keys =
        blocks(what, file).stream().filter(block -> block.label.endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1) {
      throw new BadFileException(
          "%s %s: it must hold one private key (-----BEGIN PRIVATE KEY-----), not %d"
              .formatted(what, file, keys.size()));
    }
    Block key = keys.get(0);
    if (!key.label.equals("PRIVATE KEY")) {
      throw new BadFileException(
          "%s %s: the key must be PKCS#8 without a pass phrase; openssl pkcs8 -topk8 -nocrypt -in %s makes it so"
              .formatted(what, file, file.getFileName()));
    }
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      PrivateKey fitting = key(algorithm, key.bytes);
      if (fitting != null) {
        return fitting;
      }
    }
    throw new BadFileException("%s %s: the key must be RSA, EC or Ed25519".formatted(what, file));
  }

  /** The key, or null when it is of another algorithm. */
  private static @Nullable PrivateKey key(String algorithm, byte[] bytes) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (InvalidKeySpecException other) {
      return null;
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has " + algorithm, absent);
    }
  }

  /** Whether a private key belongs to a public one. */
  static boolean belongs(PrivateKey key, PublicKey to) {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    try {
      Signature signature = Signature.getInstance(String.valueOf(algorithm));
      signature.initSign(key);
      signature.update((byte) 1);
      byte[] signed = signature.sign();
      signature.initVerify(to);
      signature.update((byte) 1);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherAlgorithm) {
      return false;
    }
  }
}
