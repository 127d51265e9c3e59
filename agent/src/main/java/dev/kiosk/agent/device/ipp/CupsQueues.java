package dev.kiosk.agent.device.ipp;

import dev.kiosk.agent.condition.PlainText;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lists the print queues of this machine. */
public final class CupsQueues {

  /** Where CUPS listens for programs of its own machine, below the root. */
  static final String SOCKET = "run/cups/cups.sock";

  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final String PATH = "/";

  private CupsQueues() {}

  /**
   * The queues of the CUPS behind {@code /run/cups/cups.sock} below the machine's root. Takes two
   * seconds at most.
   *
   * @throws IppException when what answers there is not CUPS, or does not want to tell
   * @throws TransportException when nothing answers; ABSENT when there is no CUPS
   */
  public static List<CupsQueue> list(Machine machine) throws IppException, TransportException {
    var anywhere = new IppEndpoint("cups", null, null, PATH, null);
    long deadlineNanos = machine.time().nanos() + LONGEST.toNanos();
    return of(new IppClient(anywhere, machine), deadlineNanos);
  }

  /** The queues of the server that a client asks. */
  static List<CupsQueue> of(IppClient client, long deadlineNanos)
      throws IppException, TransportException {
    var request =
        IppRequest.cupsPrinters(List.of("printer-name", "device-uri", "printer-make-and-model"));
    IppMessage answer = client.ask(request, PATH, deadlineNanos);
    if (answer.status() == IppMessage.NOT_FOUND) {
      return List.of(); // how CUPS says that it has none
    }
    var queues = new ArrayList<CupsQueue>();
    for (IppGroup group : IppClient.demandSuccess(answer).groups()) {
      if (group.tag() == Tag.PRINTER_GROUP) {
        group
            .text("printer-name")
            .ifPresent(
                name ->
                    queues.add(
                        CupsQueue.of(
                            PlainText.of(name),
                            group.text("device-uri").map(PlainText::of).orElse(null),
                            group.text("printer-make-and-model").map(PlainText::of).orElse(null))));
      }
    }
    return queues;
  }
}
