package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.transport.TransportException;
import java.util.Locale;

/**
 * DLE EOT 20 of Custom's kiosk printers (VKP80, KPM, TK and KUBE manuals, "Real-time status
 * transmission"): one question for the full status, obeyed at once whatever the printer does.
 */
final class CustomLanguage implements Language {

  private static final byte[] FULL_STATUS = {0x10, 0x04, 0x14};

  /** A few of them between question and answer are normal, a stream is not. */
  private static final int MOST_ASIDE_FRAMES = 16;

  @Override
  public Seen ask(Talk talk) throws TransportException, EscPosException {
    talk.quietBefore();
    talk.ask("DLE EOT 20: full status?", FULL_STATUS);
    awaitHeader(talk);
    var answer = new byte[CustomStatus.BYTES];
    answer[0] = CustomStatus.FIRST;
    answer[1] = CustomStatus.SECOND;
    for (int i = 2; i < answer.length; i++) {
      answer[i] = (byte) talk.next("full status");
    }
    CustomStatus status = CustomStatus.parse(answer);
    talk.means(status::words);
    return new Seen(status.findings(), status.judged());
  }

  /**
   * Reads up to the header 10 0F. Its first byte is also how an automatic status begins, which the
   * kiosk's application may have switched on; the second byte tells them apart.
   */
  private static void awaitHeader(Talk talk) throws TransportException, EscPosException {
    for (int frames = 0; frames < MOST_ASIDE_FRAMES; frames++) {
      int first = talk.nextButFlowControl();
      if ((first & 0x93) != 0x10) {
        throw foreign(first);
      }
      int second = talk.next("full status");
      if (first == CustomStatus.FIRST && second == CustomStatus.SECOND) {
        return;
      }
      requirePart(second);
      requirePart(talk.next("automatic status"));
      requirePart(talk.next("automatic status"));
      talk.means("an automatic status, set aside");
    }
    throw new EscPosException("no answer to DLE EOT 20 among many automatic statuses");
  }

  private static void requirePart(int value) throws EscPosException {
    if ((value & 0x90) != 0) {
      throw foreign(value);
    }
  }

  private static EscPosException foreign(int value) {
    return new EscPosException(
        String.format(
            Locale.US,
            "the byte %02X, which is no part of a status, came after DLE EOT 20",
            value));
  }
}
