package dev.kiosk.agent.app;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A client certificate and the key that belongs to it.
 *
 * @param chain the kiosk's own certificate, then those of its authorities
 */
record ClientPair(List<X509Certificate> chain, PrivateKey key) {

  private static final String KEY = "PRIVATE KEY";

  /** Protects nothing: the key store lives in memory only. */
  private static final char[] NO_PASSWORD = new char[0];

  ClientPair {
    chain = List.copyOf(chain);
  }

  /**
   * Puts the two files together.
   *
   * @throws PemException when one of them cannot be used, or they do not belong together: then one
   *     was renewed and the other was not, or not yet
   */
  static ClientPair of(Pem certificate, Pem key) throws PemException {
    List<X509Certificate> chain = certificate.certificates();
    X509Certificate own = chain.get(0);
    PrivateKey secret = privateKey(key, own, certificate.file());
    if (!belongTogether(own, secret, certificate.file())) {
      throw stranger(key, own, certificate.file());
    }
    return new ClientPair(chain, secret);
  }

  private static PrivateKey privateKey(Pem pem, X509Certificate own, Path certificate)
      throws PemException {
    Pem.Block block =
        pem.blocks().stream()
            .filter(found -> found.label().endsWith(KEY))
            .findFirst()
            .orElseThrow(
                () ->
                    new PemException(
                        pem.file(),
                        "holds no private key in PKCS#8 form (-----BEGIN PRIVATE KEY-----)"
                            + pem.instead()));
    if (!block.label().equals(KEY)) {
      throw new PemException(pem.file(), otherForm(block, pem.file()));
    }
    byte[] encoded = pem.decode(block);
    String algorithm = own.getPublicKey().getAlgorithm();
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (InvalidKeySpecException damagedOrOfAnotherKind) {
      throw stranger(pem, own, certificate);
    } catch (GeneralSecurityException unknown) {
      throw unsupported(certificate, algorithm);
    }
  }

  /** What a key is that is not in the one form that is read, and how to bring it there. */
  private static String otherForm(Pem.Block block, Path file) {
    boolean locked = block.label().startsWith("ENCRYPTED") || block.body().contains("ENCRYPTED");
    String what =
        locked
            ? "is protected by a passphrase, which nobody can type on a kiosk"
            : "holds a key in another form (" + block.label() + ") than PKCS#8";
    return "%s; convert it: openssl pkey -in %s -out %s.new".formatted(what, file, file);
  }

  private static PemException stranger(Pem key, X509Certificate own, Path certificate) {
    return new PemException(
        key.file(),
        "does not belong to the certificate in %s (%s); both must be renewed together"
            .formatted(certificate, own.getSubjectX500Principal().getName()));
  }

  private static PemException unsupported(Path certificate, String algorithm) {
    return new PemException(
        certificate, "has a key of kind " + algorithm + "; RSA, EC or Ed25519 is expected");
  }

  /** Signs something with the one and verifies it with the other. */
  private static boolean belongTogether(X509Certificate own, PrivateKey key, Path certificate)
      throws PemException {
    String algorithm =
        switch (own.getPublicKey().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> throw unsupported(certificate, own.getPublicKey().getAlgorithm());
        };
    try {
      byte[] something = own.getTBSCertificate();
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(something);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(own.getPublicKey());
      verifier.update(something);
      return verifier.verify(signature);
    } catch (GeneralSecurityException doNotFit) {
      return false;
    }
  }

  private X509Certificate own() {
    return chain.get(0);
  }

  /** Whose certificate it is, as RFC 2253 writes it. */
  String subject() {
    return own().getSubjectX500Principal().getName();
  }

  /** Good from then on, milliseconds since the Unix epoch. */
  long beginMillis() {
    return own().getNotBefore().toInstant().toEpochMilli();
  }

  /** Good until then, milliseconds since the Unix epoch. */
  long endMillis() {
    return own().getNotAfter().toInstant().toEpochMilli();
  }

  /** Presents this certificate to whoever asks. */
  KeyManager[] keyManagers() throws GeneralSecurityException {
    KeyStore store = KeyStores.empty();
    store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return subject();
  }
}
