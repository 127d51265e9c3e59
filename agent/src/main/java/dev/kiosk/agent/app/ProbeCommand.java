package dev.kiosk.agent.app;

import dev.kiosk.agent.condition.Finding;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.device.HeldOpen;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.device.Observation;
import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.time.Time;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code kiosk-agent probe}: asks one device now and says in words how it is. */
@Command(
    name = "probe",
    description = "Ask one device now: its state in words.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ProbeCommand.USAGE)
public final class ProbeCommand implements Callable<Integer> {

  /** The exit code for wrong usage (EX_USAGE of sysexits.h), apart from any state of a device. */
  static final int USAGE = 64;

  private static final String EXIT_CODES =
      "Exit code: 0 ready, 1 warning, 2 error, offline or unknown, 64 wrong usage.";

  private final Time time;

  private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DRIVER", description = "How to ask it; see below.")
  private String driver = "";

  @Parameters(index = "1", paramLabel = "ENDPOINT", description = "Where it is; see below.")
  private String endpoint = "";

  @Option(names = "--raw", description = "Show the bytes that went to and fro, too.")
  private boolean raw;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = Timeout.class,
      description = "The longest it may take, 100ms to 60s; default ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(3);

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "Where /sys and /proc are found; another folder with simulated devices.")
  private Path root = Path.of("/");

  /** Takes the command line, whose help tells the drivers and their endpoints. */
  @Spec
  void spec(CommandSpec given) {
    spec = given;
    var footer = new ArrayList<String>(List.of("", "Drivers and their endpoints:"));
    footer.addAll(Drivers.forms());
    footer.add("");
    footer.add(EXIT_CODES);
    given.usageMessage().footer(footer.toArray(String[]::new));
  }

  /** A command that waits by these clocks. */
  public ProbeCommand(Time time) {
    this.time = time;
  }

  @Override
  public Integer call() {
    var tap = new HexTap();
    Probe probe;
    try {
      probe = new Drivers(new Machine(root, time, tap, new HeldOpen())).create(driver, endpoint);
    } catch (IllegalArgumentException wrong) {
      err().println(wrong.getMessage());
      return USAGE;
    }
    long startNanos = time.nanos();
    Observation observation = probe.observe(timeout);
    Duration took = Duration.ofNanos(time.nanos() - startNanos);
    Verdict verdict = Verdict.of(observation.findings());
    print(probe.endpoint(), observation, verdict, took);
    if (raw) {
      tap.lines().forEach(out()::println);
    }
    out().flush();
    return verdict.exitCode();
  }

  /** Prints what was seen at an endpoint, in its canonical text, which holds no secrets. */
  private void print(String asked, Observation observation, Verdict verdict, Duration took) {
    PrintWriter out = out();
    out.printf(
        "%s: %s (asked %s, took %d ms)%n",
        asked, verdict.word(), observation.source(), took.toMillis());
    if (observation.model() != null) {
      out.printf("  model %s%n", observation.model());
    }
    if (observation.serial() != null) {
      out.printf("  serial number %s%n", observation.serial());
    }
    var words = Words.load();
    for (Finding finding : observation.findings()) {
      String subject = finding.subject() == null ? "" : " (" + finding.subject() + ")";
      out.printf("  %s%s: %s%n", finding.condition(), subject, words.wrong(finding.condition()));
      String next = finding.next();
      out.printf("    what to do: %s%n", next == null ? words.next(finding.condition()) : next);
      if (finding.raw() != null) {
        out.printf("    seen: %s%n", finding.raw());
      }
    }
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    CommandSpec injected = spec;
    if (injected == null) {
      throw new IllegalStateException("probe is to be run through the command line");
    }
    return injected;
  }

  /** Reads {@code 500ms} or {@code 3s}. */
  static final class Timeout implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s)");
    private static final long LEAST_MILLIS = 100;
    private static final long MOST_MILLIS = 60_000;

    @Override
    public Duration convert(String text) {
      Matcher parts = FORM.matcher(text);
      long millis =
          parts.matches()
              ? Long.parseLong(parts.group(1)) * ("s".equals(parts.group(2)) ? 1000 : 1)
              : 0;
      if (millis < LEAST_MILLIS || millis > MOST_MILLIS) {
        throw new TypeConversionException(
            "\"" + text + "\" is not a time from 100ms to 60s, such as 500ms or 3s");
      }
      return Duration.ofMillis(millis);
    }
  }
}
