package dev.kiosk.agent.device.snmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * What stands behind the question mark of an endpoint: {@code key=value}, joined by {@code &}, with
 * %XX for bytes that have a meaning there. Unlike those of other endpoints, its values may be
 * secrets: complaints name keys, never values.
 */
final class SnmpOptions {

  private static final String EXPECTED =
      "; expected for instance snmp://10.0.0.7?community=public or"
          + " snmp://10.0.0.7?user=kiosk&auth=SHA-256&auth_file=/path&priv=AES&priv_file=/path";

  private final String shown;
  private final Map<String, String> values;

  /**
   * Takes the options of an endpoint apart.
   *
   * @param shown the endpoint without its options, for complaints
   * @param question where the question mark is in {@code text}; negative when there is none
   */
  SnmpOptions(String shown, String text, int question) {
    this.shown = shown;
    this.values = question < 0 ? Map.of() : read(text.substring(question + 1));
  }

  private Map<String, String> read(String query) {
    Map<String, String> read = new TreeMap<>();
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw bad("behind the question mark stands something that is not key=value");
      }
      String key = part.substring(0, equals);
      if (read.put(key, decoded(key, part.substring(equals + 1))) != null) {
        throw bad(named(key) + " is given twice");
      }
    }
    return read;
  }

  private String decoded(String key, String value) {
    ByteBuffer bytes = ByteBuffer.allocate(value.length() * 4);
    for (int i = 0; i < value.length(); ) {
      if (value.charAt(i) == '%') {
        bytes.put(hexByte(key, value, i + 1));
        i += 3;
      } else {
        int point = value.codePointAt(i);
        bytes.put(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notText) {
      throw bad(named(key) + " is not UTF-8 behind its %XX");
    }
  }

  private byte hexByte(String key, String value, int at) {
    int high = at < value.length() ? Character.digit(value.charAt(at), 16) : -1;
    int low = at + 1 < value.length() ? Character.digit(value.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw bad(named(key) + " has a % without two hexadecimal digits; a % itself is %25");
    }
    return (byte) (high << 4 | low);
  }

  /** A key as it may be shown: somebody may have put a secret in the place of one. */
  private static String named(String key) {
    return key.matches("[a-z_]{1,16}") ? key : "a key that is not known";
  }

  /** Refuses keys other than these. */
  void only(String... known) {
    List<String> all = Arrays.asList(known);
    for (String key : values.keySet()) {
      if (!all.contains(key)) {
        throw bad(named(key) + " is not known here; known are " + String.join(", ", all));
      }
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value of a key, or null when it is not given. */
  @Nullable String get(String key) {
    return values.get(key);
  }

  /** The value of a key, or another when it is not given. */
  String getOr(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  /** The absolute path of a key, or null when it is not given. */
  @Nullable Path path(String key) {
    String written = values.get(key);
    if (written == null) {
      return null;
    }
    try {
      Path path = Path.of(written);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException wrong) {
      // told below, as any other text that is no path
    }
    throw bad(key + " must be the absolute path of a file");
  }

  /** The path that a protocol needs beside it; null without protocol. */
  @Nullable Path fileOf(String key, @Nullable OID protocol) {
    Path file = path(key + "_file");
    if (protocol == null && file != null) {
      throw bad(key + "_file stands there without " + key);
    }
    if (protocol != null && file == null) {
      throw bad(key + " needs " + key + "_file, a file that holds the pass phrase");
    }
    return file;
  }

  /** The protocol that a key names; null when it is not given. */
  @Nullable OID protocol(String key, Function<String, @Nullable OID> named, String known) {
    String written = values.get(key);
    if (written == null) {
      return null;
    }
    OID protocol = named.apply(written);
    if (protocol == null) {
      throw bad(key + " must be one of " + known);
    }
    return protocol;
  }

  /** A complaint about this endpoint, to be thrown. */
  IllegalArgumentException bad(String why) {
    return bad(shown, why);
  }

  /** A complaint about an endpoint. */
  static IllegalArgumentException bad(String shown, String why) {
    return new IllegalArgumentException(
        "endpoint " + (shown.isEmpty() ? "" : "\"" + shown + "\"") + ": " + why + EXPECTED);
  }
}
