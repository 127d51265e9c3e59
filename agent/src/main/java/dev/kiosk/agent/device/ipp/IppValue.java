package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One value of an attribute, as far as this driver has a use for it. */
sealed interface IppValue {

  /** For people, bounded and without control characters. */
  String words();

  /** An integer, an enum, or a boolean as 0 and 1. */
  record Whole(int value) implements IppValue {
    @Override
    public String words() {
      return Integer.toString(value);
    }
  }

  /** Characters of any of the textual kinds, or octets read as such; a language is dropped. */
  record Text(String value) implements IppValue {
    @Override
    public String words() {
      return PlainText.of(value);
    }
  }

  /** A rangeOfInteger; the ends as they came. */
  record Range(int low, int high) implements IppValue {
    @Override
    public String words() {
      return low + "-" + high;
    }
  }

  /** A collection: its members by name. */
  record Nested(Map<String, List<IppValue>> members) implements IppValue {
    @Override
    public String words() {
      return "{" + members.size() + " members}";
    }
  }

  /** Said to have no value: unsupported, unknown, no-value and their kin. */
  record Absent(int tag) implements IppValue {
    @Override
    public String words() {
      return switch (tag) {
        case 0x10 -> "(unsupported)";
        case 0x12 -> "(unknown)";
        case 0x13 -> "(no value)";
        default -> String.format(Locale.US, "(tag %02x)", tag);
      };
    }
  }

  /** A value of a kind that is of no use here, or not known: only its size is kept. */
  record Other(int tag, int bytes) implements IppValue {
    @Override
    public String words() {
      return String.format(Locale.US, "(tag %02x, %d bytes)", tag, bytes);
    }
  }
}
