package dev.kiosk.simulator.surface.ipp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One attribute as it goes over the wire (RFC 8010, section 3.1.4). Never changes. */
final class Attribute {

  private static final int INTEGER = 0x21;
  private static final int BOOLEAN = 0x22;
  private static final int ENUM = 0x23;
  private static final int OCTETS = 0x30;
  private static final int RESOLUTION = 0x32;
  private static final int RANGE = 0x33;
  private static final int COLLECTION = 0x34;
  private static final int END_COLLECTION = 0x37;
  private static final int TEXT = 0x41;
  private static final int NAME = 0x42;
  private static final int KEYWORD = 0x44;
  private static final int URI = 0x45;
  private static final int CHARSET = 0x47;
  private static final int LANGUAGE = 0x48;
  private static final int MIME = 0x49;
  private static final int MEMBER_NAME = 0x4A;
  private static final int NO_VALUE = 0x13;
  private static final byte DOTS_PER_INCH = 3;
  private static final byte[] NOTHING = {};

  private final String name;
  private final byte[] bytes;

  private Attribute(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static Attribute integer(String name, int... values) {
    return of(name, INTEGER, Arrays.stream(values).mapToObj(Attribute::fourBytes).toList());
  }

  static Attribute enumeration(String name, int... values) {
    return of(name, ENUM, Arrays.stream(values).mapToObj(Attribute::fourBytes).toList());
  }

  static Attribute flag(String name, boolean value) {
    return of(name, BOOLEAN, List.of(new byte[] {(byte) (value ? 1 : 0)}));
  }

  static Attribute range(String name, int low, int high) {
    return of(name, RANGE, List.of(ByteBuffer.allocate(8).putInt(low).putInt(high).array()));
  }

  /** A resolution in dots per inch, the same in both directions. */
  static Attribute resolution(String name, int dpi) {
    byte[] value = ByteBuffer.allocate(9).putInt(dpi).putInt(dpi).put(DOTS_PER_INCH).array();
    return of(name, RESOLUTION, List.of(value));
  }

  static Attribute keyword(String name, String... values) {
    return keyword(name, List.of(values));
  }

  static Attribute keyword(String name, List<String> values) {
    return texts(name, KEYWORD, values);
  }

  static Attribute octets(String name, List<String> values) {
    return texts(name, OCTETS, values);
  }

  static Attribute text(String name, String... values) {
    return texts(name, TEXT, List.of(values));
  }

  static Attribute text(String name, List<String> values) {
    return texts(name, TEXT, values);
  }

  static Attribute named(String name, String... values) {
    return texts(name, NAME, List.of(values));
  }

  static Attribute uri(String name, String value) {
    return texts(name, URI, List.of(value));
  }

  static Attribute charset(String name, String value) {
    return texts(name, CHARSET, List.of(value));
  }

  static Attribute language(String name, String value) {
    return texts(name, LANGUAGE, List.of(value));
  }

  static Attribute mime(String name, String... values) {
    return texts(name, MIME, List.of(values));
  }

  static Attribute noValue(String name) {
    return of(name, NO_VALUE, List.of(NOTHING));
  }

  /** An attribute of collections, each given by its members. */
  static Attribute collections(String name, List<List<Attribute>> collections) {
    var out = new ByteArrayOutputStream();
    String each = name;
    for (List<Attribute> members : collections) {
      value(out, COLLECTION, each, NOTHING);
      for (Attribute member : members) {
        value(out, MEMBER_NAME, "", member.name.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(member.nameless());
      }
      value(out, END_COLLECTION, "", NOTHING);
      each = "";
    }
    return new Attribute(name, out.toByteArray());
  }

  String name() {
    return name;
  }

  void writeTo(ByteArrayOutputStream out) {
    out.writeBytes(bytes);
  }

  /** The same values without the name, as they stand inside a collection. */
  private byte[] nameless() {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    var rest = new ByteArrayOutputStream();
    rest.write(bytes[0]);
    rest.write(0);
    rest.write(0);
    rest.write(bytes, 3 + length, bytes.length - 3 - length);
    return rest.toByteArray();
  }

  private static Attribute texts(String name, int tag, List<String> values) {
    return of(
        name, tag, values.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static Attribute of(String name, int tag, List<byte[]> values) {
    var out = new ByteArrayOutputStream();
    String each = name;
    for (byte[] value : values) {
      value(out, tag, each, value);
      each = ""; // one more value of the same attribute
    }
    return new Attribute(name, out.toByteArray());
  }

  private static void value(ByteArrayOutputStream out, int tag, String name, byte[] value) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    out.write(tag);
    sized(out, nameBytes);
    sized(out, value);
  }

  private static void sized(ByteArrayOutputStream out, byte[] value) {
    out.write(value.length >>> 8);
    out.write(value.length);
    out.writeBytes(value);
  }

  private static byte[] fourBytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
