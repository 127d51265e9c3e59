package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.device.transport.TransportException;

/**
 * The immediate questions of Zebra's kiosk printers (TTP 2000, 2030, 7030, 8000 and KR203): ESC ENQ
 * 1 for the lowest fault, ESC ENQ 2 for the near-end sensor (TTP 7030 and TTP 2000 Technical
 * Manuals).
 *
 * <p>ESC ENQ 6, the extended status, is never sent: reading it clears some of its bits, and with
 * them what the kiosk's application is to be told.
 */
final class TtpLanguage implements Language {

  private static final byte ESC = 0x1B;
  private static final byte ENQ = 0x05;
  private static final byte FAULT = 0x01;
  private static final byte NEAR_END = 0x02;

  @Override
  public Seen ask(Talk talk) throws TransportException, EscPosException {
    talk.quietBefore();
    talk.ask("ESC ENQ 1: any fault?", ESC, ENQ, FAULT);
    int first = talk.nextButFlowControl();
    byte[] fault =
        first == TtpStatus.NAK
            ? new byte[] {(byte) first, (byte) talk.next("fault report")}
            : new byte[] {(byte) first};
    TtpStatus.requireFault(fault);
    talk.means(() -> TtpStatus.words(fault));
    if (talk.unasked().length > 0) {
      throw new EscPosException("more came than the answer to ESC ENQ 1 has");
    }
    talk.ask("ESC ENQ 2: near end?", ESC, ENQ, NEAR_END);
    int nearEnd = talk.nextButFlowControl();
    TtpStatus status = TtpStatus.parse(fault, nearEnd);
    talk.means(status.nearEnd() ? "near end" : "no near end");
    return new Seen(status.findings(), status.judged());
  }
}
