package dev.kiosk.agent.app;

import dev.kiosk.agent.status.Assessment;
import dev.kiosk.agent.status.DeviceStatus;
import dev.kiosk.agent.status.Service;
import dev.kiosk.agent.status.Spans;
import dev.kiosk.agent.status.StatusSnapshot;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the kiosk is, in one line for {@code systemctl status}: "1 problem: cannot print bag tags:
 * the paper has run out; server connected". It tells no ages, so that it changes only with the
 * state.
 */
final class StateLine implements Supplier<String> {

  private final Supplier<StatusSnapshot> recent;
  private @Nullable StatusSnapshot seen;
  private String line = "";

  /**
   * The line of what was seen lately. For one thread.
   *
   * @param recent may give the same snapshot again, which then is not judged again
   */
  StateLine(Supplier<StatusSnapshot> recent) {
    this.recent = recent;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // an equal one would only be judged once more
  public String get() {
    StatusSnapshot now = recent.get();
    if (now != seen) {
      seen = now;
      line = of(now);
    }
    return line;
  }

  static String of(StatusSnapshot snapshot) {
    var line = new StringBuilder();
    List<Assessment.Trouble> problems = Assessment.of(snapshot).problems();
    String worst = problems.isEmpty() ? allIsWell(snapshot) : problems.get(0).what();
    if (!problems.isEmpty()) {
      line.append(Spans.counted(problems.size(), "problems"));
      line.append(problems.size() == 1 ? ": " : "; the first: ");
    }
    line.append(worst);
    boolean connected = snapshot.server().state() == StatusSnapshot.ServerState.CONNECTED;
    if (connected || !worst.contains("the server")) {
      line.append("; ").append(server(snapshot.server()));
    }
    Service service = snapshot.service();
    if (service != null) {
      line.append("; ").append(service.by()).append(" works on the kiosk");
    }
    return line.toString();
  }

  private static String allIsWell(StatusSnapshot snapshot) {
    long ready =
        snapshot.devices().stream()
            .filter(device -> device.state() == DeviceStatus.State.READY)
            .count();
    return "All is well: " + Spans.counted(ready, "devices") + " ready";
  }

  private static String server(StatusSnapshot.Server server) {
    return switch (server.state()) {
      case CONNECTED -> "server connected";
      case REJECTED -> "refused by the server";
      default -> "server not connected";
    };
  }
}
