package dev.kiosk.agent.status;

/** Something to send: bytes and what they are. */
final class Resource {

  private final String type;
  private final byte[] bytes;

  /** Keeps the bytes; nobody changes them. */
  Resource(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** The media type, with the character set of a text. */
  String type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }
}
