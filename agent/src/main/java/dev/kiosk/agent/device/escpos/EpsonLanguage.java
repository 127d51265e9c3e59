package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.transport.TransportException;
import java.util.Locale;

/**
 * DLE EOT 1, 2, 3, 4, each sent only when the answer to the one before has come, because an answer
 * does not name its question (Epson ESC/POS Command Reference, DLE EOT). For the same reason the
 * line must be quiet before the first and behind the last: a late answer of an earlier look would
 * shift all four.
 */
final class EpsonLanguage implements Language {

  private static final byte DLE = 0x10;
  private static final byte EOT = 0x04;

  /** A few automatic status frames between question and answer are normal, a stream is not. */
  private static final int MOST_ASIDE_BYTES = 64;

  @Override
  public Seen ask(Talk talk) throws TransportException, EscPosException {
    talk.quietBefore();
    var stream = new EscPosStream();
    var answers = new int[4];
    for (int n = 1; n <= answers.length; n++) {
      refuseUnasked(talk.unasked(), stream, "before DLE EOT " + n + " was asked");
      talk.ask("DLE EOT " + n + ": " + EscPosWords.question(n), DLE, EOT, (byte) n);
      answers[n - 1] = await(talk, stream, n);
      int which = n;
      int answer = answers[n - 1];
      talk.means(() -> EscPosWords.answer(which, answer));
    }
    refuseUnasked(talk.quietAfter(), stream, "behind the answer to DLE EOT 4");
    EscPosStatus status = EscPosStatus.parse(answers);
    return new Seen(status.findings(), status.judged());
  }

  /**
   * Behind an answer only what a printer sends on its own may come. Another answer shows that one
   * of those before belonged to an earlier look, and so to which question each belongs is not
   * known.
   */
  private static void refuseUnasked(byte[] unasked, EscPosStream stream, String where)
      throws EscPosException {
    for (byte value : unasked) {
      switch (stream.take(value & 0xFF)) {
        case ANSWER -> throw tooMany(value & 0xFF, where);
        case FOREIGN -> throw foreign(value & 0xFF, "came " + where);
        case ASIDE -> {}
      }
    }
  }

  private static int await(Talk talk, EscPosStream stream, int n)
      throws TransportException, EscPosException {
    for (int aside = 0; aside < MOST_ASIDE_BYTES; aside++) {
      int value = stream.midFrame() ? talk.next("automatic status") : talk.next();
      switch (stream.take(value)) {
        case ANSWER -> {
          return value;
        }
        case FOREIGN -> throw foreign(value, "came as the answer to DLE EOT " + n);
        case ASIDE -> {
          if (!stream.midFrame()) {
            talk.means("flow control or an automatic status, set aside");
          }
        }
      }
    }
    throw new EscPosException("no answer to DLE EOT " + n + " among many bytes of other kinds");
  }

  private static EscPosException tooMany(int value, String where) {
    return new EscPosException(
        String.format(Locale.US, "%02X, an answer to no question, came %s", value, where));
  }

  private static EscPosException foreign(int value, String when) {
    return new EscPosException(
        String.format(Locale.US, "the byte %02X, which is no ESC/POS status, %s", value, when));
  }
}
