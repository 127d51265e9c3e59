package dev.kiosk.agent.device.ipp;

import java.util.List;
import java.util.Locale;

/**
 * An answer, decoded (RFC 8010, section 3.1).
 *
 * @param version major in the upper, minor in the lower byte: 0x0101 for 1.1
 * @param status what became of the request, 0 to 0xFFFF
 * @param requestId the number of the request that it answers
 * @param groups the groups of attributes, in their order, empty ones included
 */
public record IppMessage(int version, int status, int requestId, List<IppGroup> groups) {

  /** The operation is not supported. */
  static final int OPERATION_NOT_SUPPORTED = 0x0501;

  /** The version of the request is not supported. */
  static final int VERSION_NOT_SUPPORTED = 0x0503;

  /** The request was not understood. */
  static final int BAD_REQUEST = 0x0400;

  /** There is no such printer, queue or job. */
  static final int NOT_FOUND = 0x0406;

  /** Copies the list. */
  public IppMessage {
    groups = List.copyOf(groups);
  }

  /**
   * Decodes an answer.
   *
   * @throws IppException PROTOCOL_MISMATCH when it breaks the grammar, breaks off, or exceeds the
   *     limits that {@link IppReader} states
   */
  public static IppMessage decode(byte[] bytes) throws IppException {
    return new IppReader(bytes).message();
  }

  /** Whether the request was carried out; some attributes may have been ignored. */
  public boolean isSuccess() {
    return status < 0x0100;
  }

  /**
   * The attributes of the printer; those of several groups are taken together, the first of a name
   * counts.
   */
  public IppGroup printer() {
    return IppGroup.together(Tag.PRINTER_GROUP, groups);
  }

  /** The status for people, for instance {@code 0507 (the printer is busy)}. */
  public String statusWords() {
    String meaning =
        switch (status) {
          case 0x0000 -> "ok";
          case 0x0001 -> "ok, some attributes are not supported";
          case 0x0002 -> "ok, with conflicting attributes";
          case BAD_REQUEST -> "bad request";
          case 0x0401 -> "forbidden";
          case 0x0402 -> "not authenticated";
          case 0x0403 -> "not authorized";
          case NOT_FOUND -> "not found";
          case 0x0500 -> "internal error";
          case OPERATION_NOT_SUPPORTED -> "the operation is not supported";
          case 0x0502 -> "service unavailable";
          case VERSION_NOT_SUPPORTED -> "the version is not supported";
          case 0x0504 -> "device error";
          case 0x0505 -> "temporary error";
          case 0x0506 -> "not accepting jobs";
          case 0x0507 -> "busy";
          default -> "";
        };
    String number = String.format(Locale.US, "%04X", status);
    return meaning.isEmpty() ? number : number + " (" + meaning + ")";
  }
}
