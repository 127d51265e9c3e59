package dev.kiosk.simulator.surface.ipp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer of the printer, being put together (RFC 8010, section 3.1). */
final class IppReply {

  private static final int OPERATION_GROUP = 1;
  private static final int JOB_GROUP = 2;
  private static final int END = 3;
  private static final int PRINTER_GROUP = 4;

  private final ByteArrayOutputStream groups = new ByteArrayOutputStream();

  /** Adds a group of a job's attributes. */
  IppReply job(List<Attribute> attributes) {
    return group(JOB_GROUP, attributes);
  }

  /** Adds the group of the printer's attributes. */
  IppReply printer(List<Attribute> attributes) {
    return group(PRINTER_GROUP, attributes);
  }

  private IppReply group(int tag, List<Attribute> attributes) {
    groups.write(tag);
    attributes.forEach(each -> each.writeTo(groups));
    return this;
  }

  /**
   * The bytes.
   *
   * @param version of the answer
   * @param message for people; null if there is nothing to say
   */
  byte[] bytes(int version, Status status, int requestId, @Nullable String message) {
    var out = new ByteArrayOutputStream();
    write16(out, version);
    write16(out, status.code());
    write16(out, requestId >>> 16);
    write16(out, requestId);
    var operation = new ArrayList<Attribute>();
    operation.add(Attribute.charset("attributes-charset", "utf-8"));
    operation.add(Attribute.language("attributes-natural-language", "en"));
    if (message != null) {
      operation.add(Attribute.text("status-message", message));
    }
    out.write(OPERATION_GROUP);
    operation.forEach(each -> each.writeTo(out));
    out.writeBytes(groups.toByteArray());
    out.write(END);
    return out.toByteArray();
  }

  private static void write16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }
}
