package dev.kiosk.agent.app;

import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.recorder.ServiceMode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the control socket understands. A line, and its answer:
 *
 * <pre>
 * service on DURATION NAME   ─▶ ok on           it holds, and a restart does not end it
 *                               ok unsaved WHY  it holds; the disk refuses, so a restart ends it
 * service off                ─▶ ok off NAME     it held until now, and was NAME's
 *                               ok none         nobody worked on the kiosk
 * anything else              ─▶ no SENTENCE     nothing was changed
 * </pre>
 */
final class ServiceControl implements ControlSocket.Answers {

  static final String ON = "ok on";
  static final String UNSAVED = "ok unsaved ";
  static final String OFF = "ok off ";
  static final String NONE = "ok none";
  static final String REFUSED = "no ";

  private final ServiceMode service;

  ServiceControl(ServiceMode service) {
    this.service = service;
  }

  /**
   * Listens where the configuration says. Without it the agent does its work all the same, so it
   * goes on and says so.
   *
   * @return what to close; null when nothing listens
   */
  static @Nullable ControlSocket serve(ServiceMode service, @Nullable Path socket, Doors doors) {
    if (socket == null) {
      return null;
    }
    try {
      return ControlSocket.listen(socket, new ServiceControl(service), doors);
    } catch (IOException refused) {
      Log.warn("There is no service mode by command: {} cannot be made ({})", socket, why(refused));
      return null;
    }
  }

  private static String why(IOException refused) {
    return refused instanceof AccessDeniedException denied
        ? "this user may not write "
            + denied.getFile()
            + "; give the unit RuntimeDirectory=kiosk-agent, or choose another place with service.socket"
        : Messages.reason(refused);
  }

  /** The line that begins service mode. */
  static String on(Duration length, String by) {
    return "service on " + DurationForm.format(length) + " " + by;
  }

  /** The line that ends it. */
  static String off() {
    return "service off";
  }

  /** Says what is wrong with a line. */
  static String refusal(String sentence) {
    return REFUSED + sentence;
  }

  @Override
  public String answer(String line, String user) {
    String[] words = line.split(" ", 4);
    boolean service = words[0].equals("service");
    if (service && words.length == 2 && words[1].equals("off")) {
      ServiceMode.Holding before = this.service.end(user);
      return before == null ? NONE : OFF + before.by();
    }
    if (service && words.length == 4 && words[1].equals("on")) {
      return on(words[2], words[3], user);
    }
    return refusal("expected \"service on DURATION NAME\" or \"service off\"");
  }

  private String on(String duration, String by, String user) {
    Duration length = DurationForm.parse(duration);
    if (length == null) {
      return refusal(lengthExpected());
    }
    String wrong = wrong(length, by);
    if (wrong != null) {
      return refusal(wrong);
    }
    String unsaved = service.begin(by, length, user);
    return unsaved == null ? ON : UNSAVED + unsaved.lines().findFirst().orElse("");
  }

  /** What is wrong with a length and a name, for people; null when nothing is. */
  static @Nullable String wrong(Duration length, String by) {
    if (!ServiceMode.isLength(length)) {
      return lengthExpected();
    }
    return ServiceMode.isName(by)
        ? null
        : "expected a name of 1 to %d visible characters"
            .formatted(ServiceMode.MOST_NAME_CHARACTERS);
  }

  static String lengthExpected() {
    return "expected %s from %s to %s"
        .formatted(
            DurationForm.EXPECTED,
            DurationForm.format(ServiceMode.LEAST),
            DurationForm.format(ServiceMode.MOST));
  }
}
