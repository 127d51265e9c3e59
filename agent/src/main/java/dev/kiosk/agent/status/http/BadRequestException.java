package dev.kiosk.agent.status.http;

/** What came is no request, or none that is answered. */
final class BadRequestException extends Exception {

  private final int code;

  /**
   * Says why.
   *
   * @param code the status code of the answer, 400 to 599
   * @param words what was expected, for the person who asked
   */
  BadRequestException(int code, String words) {
    super(words);
    this.code = code;
  }

  /** What the other side is told. */
  Answer answer() {
    return Answer.text(code, String.valueOf(getMessage()));
  }
}
