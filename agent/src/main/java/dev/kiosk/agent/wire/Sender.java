package dev.kiosk.agent.wire;

/**
 * Who speaks: written into every event and into the hello.
 *
 * @param tenantId the airline or airport that the kiosk belongs to, 1 to 255 characters
 * @param host the kiosk, unique within the tenant, 1 to 255 characters
 */
public record Sender(String tenantId, String host) {

  /** The longest tenant or host, in characters. */
  public static final int MAX_CHARS = 255;

  /**
   * Refuses what could not be told apart from another sender once it is in a frame.
   *
   * @throws IllegalArgumentException if a name is blank, too long, or no valid text
   */
  public Sender {
    check("tenantId", tenantId);
    check("host", host);
  }

  private static void check(String field, String value) {
    if (value.isBlank() || value.length() > MAX_CHARS || !Text.wellFormed(value)) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d characters of valid text, was \"%s\""
              .formatted(field, MAX_CHARS, Text.bounded(value, 64)));
    }
  }
}
