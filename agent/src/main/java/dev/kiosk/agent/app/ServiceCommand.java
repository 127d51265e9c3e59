package dev.kiosk.agent.app;

import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.status.Spans;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent service}: says that somebody works on the kiosk, or does no longer. */
@Command(
    name = "service",
    description = "Say that somebody works on the kiosk, so that no operator is called meanwhile.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ServiceCommand {

  /** The exit code when this user may not (EX_NOPERM of sysexits.h). */
  static final int NOT_ALLOWED = 77;

  private static final String SOCKET =
      "Where the agent listens: service.socket of its configuration; default ${DEFAULT-VALUE}.";

  private static final String EXIT_CODES =
      "Exit code: 0 done, 3 no agent answers, 64 wrong usage, 77 not allowed: only root and the"
          + " agent's group may.";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Time time;
  private final ZoneId zone;

  @Spec private @Nullable CommandSpec spec;

  ServiceCommand(Time time, ZoneId zone) {
    this.time = time;
    this.zone = zone;
  }

  /** Somebody begins to work on the kiosk. */
  @Command(
      name = "on",
      description = {
        "Alerts go on being recorded, but are marked so that no operator is called. It ends by"
            + " itself; what began meanwhile and still holds is then told. Given again, it replaces"
            + " what held.",
      },
      mixinStandardHelpOptions = true,
      footer = EXIT_CODES)
  int on(
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "30m",
              description = "How long at most, from 1m to 12h; default ${DEFAULT-VALUE}.")
          String length,
      @Option(
              names = "--by",
              paramLabel = "NAME",
              required = true,
              description = "Who works on it, at most 64 characters; the status shows it.")
          String by,
      @Option(
              names = "--socket",
              paramLabel = "PATH",
              defaultValue = AgentConfig.SERVICE_SOCKET,
              description = SOCKET)
          Path socket) {
    Duration parsed = DurationForm.parse(length);
    if (parsed == null || ServiceControl.wrong(parsed, "x") != null) {
      throw wrong("--for: " + ServiceControl.lengthExpected() + ", was \"" + length + "\"");
    }
    String wrongName = ServiceControl.wrong(parsed, by);
    if (wrongName != null) {
      throw wrong("--by: " + wrongName);
    }
    return ask(socket, ServiceControl.on(parsed, by), parsed);
  }

  /** The work is done. */
  @Command(
      name = "off",
      description =
          "The work is done: operators are called again, also for what began meanwhile and still"
              + " holds.",
      mixinStandardHelpOptions = true,
      footer = EXIT_CODES)
  int off(
      @Option(
              names = "--socket",
              paramLabel = "PATH",
              defaultValue = AgentConfig.SERVICE_SOCKET,
              description = SOCKET)
          Path socket) {
    return ask(socket, ServiceControl.off(), Duration.ZERO);
  }

  private int ask(Path socket, String line, Duration length) {
    try {
      String answer = ControlClient.ask(socket, line, time);
      String words = words(answer, length);
      if (words == null) {
        throw new IOException("what answers at %s is no such agent: %s".formatted(socket, answer));
      }
      PrintWriter out = Streams.out(spec);
      out.println(words);
      out.flush();
      return 0;
    } catch (ControlClient.NotAllowedException denied) {
      return failed(denied, NOT_ALLOWED);
    } catch (IOException silent) {
      return failed(silent, StatusCommand.NOT_REACHABLE);
    }
  }

  private int failed(IOException failure, int code) {
    PrintWriter err = Streams.err(spec);
    err.println("kiosk-agent: " + Messages.reason(failure));
    err.flush();
    return code;
  }

  private @Nullable String words(String answer, Duration length) {
    if (answer.equals(ServiceControl.ON)) {
      return holds(length) + " It ends by itself; end it now: kiosk-agent service off";
    }
    if (answer.startsWith(ServiceControl.UNSAVED)) {
      String why = answer.substring(ServiceControl.UNSAVED.length());
      return holds(length) + " The disk refuses (" + why + "), so a restart ends it.";
    }
    if (answer.startsWith(ServiceControl.OFF)) {
      return "Service mode of %s is over: operators are called again, also for what began meanwhile and still holds in a few minutes."
          .formatted(answer.substring(ServiceControl.OFF.length()));
    }
    return answer.equals(ServiceControl.NONE)
        ? "Service mode was off already: operators are called."
        : null;
  }

  private String holds(Duration length) {
    Instant until = Instant.ofEpochMilli(time.wallMillis()).plus(length);
    return "Service mode until %s (%s): alerts are marked, no operator is called."
        .formatted(TIME.format(until.atZone(zone)), Spans.words(length.toMillis()));
  }

  private ParameterException wrong(String sentence) {
    if (spec == null) {
      throw new IllegalArgumentException(sentence);
    }
    return new ParameterException(spec.commandLine(), sentence);
  }
}
