package dev.kiosk.agent.device.ipp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one answer from its bytes. For one use.
 *
 * <pre>
 * message    version (2)  status (2)  request-id (4)  group*  03  data
 * group      01|02|04|05…  attribute*
 * attribute  tag (1)  name length (2)  name  value length (2)  value
 *            a name of length 0: one more value of the attribute before
 * collection 34 … 4A 0000 length member-name, tag 0000 length value, … 37
 * </pre>
 *
 * <p>Every length is checked against what is there, and known kinds against their fixed sizes.
 * Unknown kinds are passed over by their length. Not more than 256 groups, 4,096 attributes and
 * 16,384 values, and collections not deeper than 8, are taken.
 */
final class IppReader {

  private static final int MOST_GROUPS = 256;
  private static final int MOST_ATTRIBUTES = 4_096;
  private static final int MOST_VALUES = 16_384;
  private static final int DEEPEST = 8;

  private final byte[] bytes;
  private int at;
  private int attributes;
  private int values;

  IppReader(byte[] bytes) {
    this.bytes = bytes;
  }

  IppMessage message() throws IppException {
    int version = unsigned16("the version");
    if (version >> 8 < 1 || version >> 8 > 2) {
      throw IppException.mismatch(
          String.format(
              Locale.US, "the answer is of IPP version %d.%d", version >> 8, version & 0xFF));
    }
    int status = unsigned16("the status");
    int requestId = signed32("the request-id");
    var groups = new ArrayList<IppGroup>();
    int tag = unsigned8("a group");
    if (tag != Tag.OPERATION_GROUP) {
      throw broken("an answer begins with the operation attributes, not with tag " + tag);
    }
    while (tag != Tag.END) {
      if (tag > Tag.LAST_DELIMITER) {
        throw broken("a group was expected, not tag " + tag);
      }
      if (groups.size() == MOST_GROUPS) {
        throw broken("more than " + MOST_GROUPS + " groups");
      }
      groups.add(group(tag));
      tag = unsigned8("a group or the end");
    }
    return new IppMessage(version, status, requestId, groups);
  }

  /** The attributes up to the next delimiter, which is left to be read. */
  private IppGroup group(int delimiter) throws IppException {
    var all = new LinkedHashMap<String, List<IppValue>>();
    List<IppValue> current = null;
    while (peek() > Tag.LAST_DELIMITER) {
      int tag = unsigned8("a value's tag");
      String name = text(length("a name"));
      if (!name.isEmpty()) {
        current = begin(all, name);
      } else if (current == null) {
        throw broken("a further value, but no attribute before it");
      }
      current.add(value(tag, 0));
    }
    return new IppGroup(delimiter, all);
  }

  /** Begins an attribute. Of two with one name the first counts, the second is read and dropped. */
  private List<IppValue> begin(Map<String, List<IppValue>> all, String name) throws IppException {
    attributes++;
    if (attributes > MOST_ATTRIBUTES) {
      throw broken("more than " + MOST_ATTRIBUTES + " attributes");
    }
    var fresh = new ArrayList<IppValue>();
    all.putIfAbsent(name, fresh);
    return fresh;
  }

  private IppValue value(int tag, int depth) throws IppException {
    values++;
    if (values > MOST_VALUES) {
      throw broken("more than " + MOST_VALUES + " values");
    }
    int length = length("a value");
    if (tag >= Tag.FIRST_OUT_OF_BAND && tag <= Tag.LAST_OUT_OF_BAND) {
      skip(length);
      return new IppValue.Absent(tag);
    }
    if (Tag.isText(tag) || tag == Tag.OCTETS) {
      return new IppValue.Text(text(length));
    }
    switch (tag) {
      case Tag.INTEGER, Tag.ENUM -> {
        demand(length, 4, "an integer");
        return new IppValue.Whole(signed32("an integer"));
      }
      case Tag.BOOLEAN -> {
        demand(length, 1, "a boolean");
        return new IppValue.Whole(unsigned8("a boolean") == 0 ? 0 : 1);
      }
      case Tag.RANGE -> {
        demand(length, 8, "a range");
        return new IppValue.Range(signed32("a range"), signed32("a range"));
      }
      case Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE -> {
        return withLanguage(length);
      }
      case Tag.COLLECTION -> {
        skip(length);
        return collection(depth + 1);
      }
      case Tag.MEMBER_NAME, Tag.END_COLLECTION ->
          throw broken("a piece of a collection outside of one");
      case Tag.DATE_TIME -> demand(length, 11, "a dateTime");
      case Tag.RESOLUTION -> demand(length, 9, "a resolution");
      default -> {
        // a kind that is not known: passed over by its length
      }
    }
    skip(length);
    return new IppValue.Other(tag, length);
  }

  /** A language and a text, each behind its length, both within the length of the value. */
  private IppValue withLanguage(int length) throws IppException {
    int end = at + length;
    skip(length("a language"));
    int textLength = length("a text");
    if (at + textLength != end) {
      throw broken("a text with language whose inner lengths do not fill it");
    }
    return new IppValue.Text(text(textLength));
  }

  private IppValue collection(int depth) throws IppException {
    if (depth > DEEPEST) {
      throw broken("collections deeper than " + DEEPEST);
    }
    var members = new LinkedHashMap<String, List<IppValue>>();
    List<IppValue> current = null;
    while (true) {
      int tag = unsigned8("a collection");
      skip(length("a name"));
      if (tag == Tag.END_COLLECTION) {
        skip(length("the end of a collection"));
        return new IppValue.Nested(members);
      }
      if (tag == Tag.MEMBER_NAME) {
        current = begin(members, text(length("a member's name")));
      } else if (tag <= Tag.LAST_DELIMITER) {
        throw broken("a collection without an end");
      } else if (current == null) {
        throw broken("a value in a collection without a member's name");
      } else {
        current.add(value(tag, depth));
      }
    }
  }

  private int peek() throws IppException {
    if (at == bytes.length) {
      throw broken("it breaks off before the end of the attributes");
    }
    return bytes[at] & 0xFF;
  }

  private int unsigned8(String what) throws IppException {
    need(1, what);
    return bytes[at++] & 0xFF;
  }

  private int unsigned16(String what) throws IppException {
    need(2, what);
    at += 2;
    return ((bytes[at - 2] & 0xFF) << 8) | (bytes[at - 1] & 0xFF);
  }

  private int signed32(String what) throws IppException {
    need(4, what);
    return (unsigned16(what) << 16) | unsigned16(what);
  }

  /** A length, of which so many bytes are really there. */
  private int length(String what) throws IppException {
    int length = unsigned16("the length of " + what);
    if (length > Short.MAX_VALUE) {
      throw broken("the length of " + what + " is negative");
    }
    need(length, what);
    return length;
  }

  private String text(int length) {
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  private void skip(int length) {
    at += length;
  }

  private void demand(int length, int expected, String what) throws IppException {
    if (length != expected) {
      throw broken(what + " of " + length + " bytes instead of " + expected);
    }
  }

  private void need(int count, String what) throws IppException {
    if (bytes.length - at < count) {
      throw broken("it breaks off in " + what);
    }
  }

  private IppException broken(String why) {
    return IppException.mismatch("the answer is not valid IPP at byte " + at + ": " + why);
  }
}
