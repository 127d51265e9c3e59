package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.transport.TransportException;
import java.util.Locale;

/**
 * DLE EOT 1, 2, 3, 4, each sent only when the answer to the one before has come, because an answer
 * does not name its question (Epson ESC/POS Command Reference, DLE EOT).
 */
final class EpsonLanguage implements Language {

  private static final byte DLE = 0x10;
  private static final byte EOT = 0x04;

  /** A few automatic status frames between question and answer are normal, a stream is not. */
  private static final int MOST_ASIDE_BYTES = 64;

  @Override
  public Seen ask(Talk talk) throws TransportException, EscPosException {
    var stream = new EscPosStream();
    // What lies in the printer's buffer may answer an earlier client: it counts for nothing.
    for (byte stale : talk.unasked()) {
      stream.take(stale & 0xFF);
    }
    var answers = new int[4];
    for (int n = 1; n <= answers.length; n++) {
      refuseUnasked(talk.unasked(), stream, n);
      talk.ask("DLE EOT " + n + ": " + EscPosWords.question(n), DLE, EOT, (byte) n);
      answers[n - 1] = await(talk, stream, n);
      talk.means(EscPosWords.answer(n, answers[n - 1]));
    }
    EscPosStatus status = EscPosStatus.parse(answers);
    return new Seen(status.findings(), status.judged());
  }

  /** Between an answer and the next question only what a printer sends on its own may come. */
  private static void refuseUnasked(byte[] unasked, EscPosStream stream, int n)
      throws EscPosException {
    for (byte value : unasked) {
      if (stream.take(value & 0xFF) != EscPosStream.Kind.ASIDE) {
        throw foreign(value & 0xFF, "came before DLE EOT " + n + " was asked");
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

  private static EscPosException foreign(int value, String when) {
    return new EscPosException(
        String.format(Locale.ROOT, "the byte %02X, which is no ESC/POS status, %s", value, when));
  }
}
