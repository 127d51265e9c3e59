package dev.kiosk.simulator.surface.escpos;

import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Conversation;
import dev.kiosk.simulator.surface.Protocol;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A printer's ESC/POS: swallows what it is told to print and answers what it is asked.
 *
 * <p>Answers DLE EOT 1 to 4 at once, whatever its state; DLE ENQ 1 and 2; and, while online, GS a,
 * GS r and GS I. Everything else gets silence, as from a printer that has no such part. Source:
 * Epson ESC/POS Command Reference. A {@link Dialect} answers more.
 */
public final class EscPosProtocol implements Protocol {

  private final EscPosInterpreter interpreter;
  private final List<Consumer<byte[]>> listening = new CopyOnWriteArrayList<>();

  private EscPosProtocol(EscPosInterpreter interpreter) {
    this.interpreter = interpreter;
  }

  /** The language of that printer. One for each printer, as its buffer is one. */
  public static EscPosProtocol of(
      SimulatedPrinter printer, Dialect dialect, Happenings happenings) {
    var protocol = new EscPosProtocol(new EscPosInterpreter(printer, dialect, happenings));
    printer.onChange((condition, on) -> protocol.printerChanged());
    return protocol;
  }

  /** With nobody connected the answers are lost, as on a real line. */
  private void printerChanged() {
    for (byte[] answer : interpreter.printerChanged()) {
      listening.forEach(each -> each.accept(answer));
    }
  }

  @Override
  public Conversation connected(Consumer<byte[]> unasked) {
    interpreter.connected();
    listening.add(unasked);
    return new Conversation() {

      @Override
      public int room() {
        return interpreter.room();
      }

      @Override
      public List<byte[]> receive(byte[] data, int length) {
        return interpreter.receive(data, length);
      }

      @Override
      public void close() {
        listening.remove(unasked);
      }
    };
  }
}
