package dev.kiosk.agent.app;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Key stores that live in memory only. */
final class KeyStores {

  private KeyStores() {}

  /** One without entries. */
  static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException nothingIsRead) {
      throw new GeneralSecurityException("an empty key store cannot be made", nothingIsRead);
    }
    return store;
  }
}
