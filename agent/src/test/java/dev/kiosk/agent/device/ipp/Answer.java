package dev.kiosk.agent.device.ipp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the bytes of an IPP answer, well-formed or not. */
final class Answer {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An answer that begins with its operation attributes and a printer group. */
  static Answer ofPrinter() {
    return of(0x0200, 0, 1).group(4);
  }

  /** An answer that ends behind its operation attributes. */
  static Answer of(int version, int status, int requestId) {
    return new Answer()
        .number(version, 2)
        .number(status, 2)
        .number(requestId, 4)
        .group(1)
        .text(0x47, "attributes-charset", "utf-8")
        .text(0x48, "attributes-natural-language", "en");
  }

  Answer group(int tag) {
    return number(tag, 1);
  }

  /** One more value of the same attribute has the name "". */
  Answer text(int tag, String name, String value) {
    return value(tag, name, value.getBytes(StandardCharsets.UTF_8));
  }

  Answer keywords(String name, String... values) {
    String each = name;
    for (String value : values) {
      text(0x44, each, value);
      each = "";
    }
    return this;
  }

  Answer integers(String name, int... values) {
    String each = name;
    for (int value : values) {
      value(0x21, each, new Answer().number(value, 4).bytes());
      each = "";
    }
    return this;
  }

  Answer state(int value) {
    return value(0x23, "printer-state", new Answer().number(value, 4).bytes());
  }

  Answer flag(String name, boolean value) {
    return value(0x22, name, new byte[] {(byte) (value ? 1 : 0)});
  }

  Answer withLanguage(int tag, String name, String language, String text) {
    return value(tag, name, new Answer().field(language).field(text).bytes());
  }

  Answer value(int tag, String name, byte[] value) {
    number(tag, 1).field(name).number(value.length, 2);
    out.writeBytes(value);
    return this;
  }

  Answer number(int value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write(value >>> (8 * i));
    }
    return this;
  }

  private Answer field(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length, 2);
    out.writeBytes(bytes);
    return this;
  }

  /** The bytes with the end of the attributes. */
  byte[] end() {
    return number(3, 1).bytes();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
