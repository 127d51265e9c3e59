package dev.kiosk.simulator.surface.ipp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a host (RFC 8010, section 3.1). Values are kept as they came; those of a collection
 * follow its attribute one by one, which is enough for a printer that prints everything the same.
 *
 * @param version major in the upper, minor in the lower byte
 * @param operation its number
 * @param operationAttributes by name, in their order
 * @param attributesBytes how many bytes all attributes took; a document follows
 */
record IppRequest(
    int version,
    int operation,
    int requestId,
    Map<String, List<Value>> operationAttributes,
    int attributesBytes) {

  private static final int OPERATION_GROUP = 1;
  private static final int END = 3;
  private static final int LAST_DELIMITER = 0x0F;
  private static final int MOST_VALUES = 4_096;

  /** A value: its tag, and its octets as characters. */
  record Value(int tag, String octets) {

    String text() {
      return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads the head, which even a malformed request has, and which its answer repeats.
   *
   * @return version, operation and request-id, without attributes; empty if it is too short
   */
  static Optional<IppRequest> head(byte[] bytes) {
    if (bytes.length < 8) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int version = in.getShort() & 0xFFFF;
    int operation = in.getShort() & 0xFFFF;
    return Optional.of(new IppRequest(version, operation, in.getInt(), Map.of(), 0));
  }

  /**
   * Reads the attributes.
   *
   * @throws IppRefusal BAD_REQUEST when they break the grammar
   */
  IppRequest withAttributes(byte[] bytes) throws IppRefusal {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(8);
    var attributes = new LinkedHashMap<String, List<Value>>();
    try {
      int group = in.get();
      if (group != OPERATION_GROUP) {
        throw bad("the first group is not that of the operation");
      }
      int count = 0;
      List<Value> current = null;
      for (int tag = in.get() & 0xFF; tag != END; tag = in.get() & 0xFF) {
        if (tag <= LAST_DELIMITER) {
          group = tag;
          current = null;
          continue;
        }
        String name = octets(in);
        var value = new Value(tag, octets(in));
        count++;
        if (count > MOST_VALUES) {
          throw bad("too many values");
        }
        if (!name.isEmpty()) {
          current = new ArrayList<>();
          if (group == OPERATION_GROUP && attributes.putIfAbsent(name, current) != null) {
            throw bad("the attribute " + name + " twice");
          }
        } else if (current == null) {
          throw bad("a value without an attribute");
        }
        current.add(value);
      }
    } catch (BufferUnderflowException brokeOff) {
      throw bad("it breaks off");
    }
    return new IppRequest(version, operation, requestId, attributes, in.position());
  }

  private static IppRefusal bad(String why) {
    return new IppRefusal(Status.BAD_REQUEST, "The request is malformed: " + why + ".");
  }

  private static String octets(ByteBuffer in) {
    int length = in.getShort() & 0xFFFF;
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var octets = new byte[length];
    in.get(octets);
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** The names of the operation attributes, in the order they came. */
  List<String> names() {
    return List.copyOf(operationAttributes.keySet());
  }

  Optional<String> text(String name) {
    return texts(name).stream().findFirst();
  }

  List<String> texts(String name) {
    return operationAttributes.getOrDefault(name, List.of()).stream().map(Value::text).toList();
  }

  /** The first value as an integer, if it has four octets. */
  Optional<Integer> integer(String name) {
    return operationAttributes.getOrDefault(name, List.of()).stream()
        .map(each -> each.octets().getBytes(StandardCharsets.ISO_8859_1))
        .filter(each -> each.length == Integer.BYTES)
        .map(each -> ByteBuffer.wrap(each).getInt())
        .findFirst();
  }

  /** The first value as a boolean, if it has one octet. */
  Optional<Boolean> flag(String name) {
    return operationAttributes.getOrDefault(name, List.of()).stream()
        .filter(each -> each.octets().length() == 1)
        .map(each -> each.octets().charAt(0) != 0)
        .findFirst();
  }
}
