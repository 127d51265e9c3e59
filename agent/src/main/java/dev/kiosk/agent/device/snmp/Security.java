package dev.kiosk.agent.device.snmp;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.security.AuthHMAC128SHA224;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.AuthHMAC256SHA384;
import org.snmp4j.security.AuthHMAC384SHA512;
import org.snmp4j.security.AuthMD5;
import org.snmp4j.security.AuthSHA;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.PrivAES192;
import org.snmp4j.security.PrivAES256;
import org.snmp4j.security.PrivDES;
import org.snmp4j.smi.OID;

/**
 * How a v3 user proves who it is and hides what is said (RFC 3414, 3826, 7860). The pass phrases
 * stand in files, and only the names of these are known here.
 *
 * @param user its name
 * @param context the context that holds the printer; empty for the usual one
 * @param auth the authentication protocol, or null for none
 * @param authFile where its pass phrase is, or null for none
 * @param priv the privacy protocol, or null for none
 * @param privFile where its pass phrase is, or null for none
 */
record Security(
    String user,
    String context,
    @Nullable OID auth,
    @Nullable Path authFile,
    @Nullable OID priv,
    @Nullable Path privFile) {

  private static final Map<String, OID> AUTH =
      Map.of(
          "MD5", AuthMD5.ID,
          "SHA", AuthSHA.ID,
          "SHA-224", AuthHMAC128SHA224.ID,
          "SHA-256", AuthHMAC192SHA256.ID,
          "SHA-384", AuthHMAC256SHA384.ID,
          "SHA-512", AuthHMAC384SHA512.ID);

  private static final Map<String, OID> PRIV =
      Map.of(
          "DES", PrivDES.ID,
          "AES", PrivAES128.ID,
          "AES-192", PrivAES192.ID,
          "AES-256", PrivAES256.ID);

  /** The names of the authentication protocols, for messages. */
  static String authNames() {
    return String.join(", ", new TreeMap<>(AUTH).keySet());
  }

  /** The names of the privacy protocols, for messages. */
  static String privNames() {
    return String.join(", ", new TreeMap<>(PRIV).keySet());
  }

  /** The authentication protocol of that name, or null when there is none. */
  static @Nullable OID authNamed(String name) {
    return AUTH.get(name);
  }

  /** The privacy protocol of that name, or null when there is none. */
  static @Nullable OID privNamed(String name) {
    return PRIV.get(name);
  }
}
