package dev.kiosk.agent.app;

import dev.kiosk.agent.time.Time;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent bundle}: one file with all that support will ask for. */
@Command(
    name = "bundle",
    description =
        "Put all that support will ask for into one file: status, metrics, configuration, log,"
            + " buffer, devices, system.",
    mixinStandardHelpOptions = true,
    footer = {
      "Tells what is inside before it writes. No token, community or password is inside, and no"
          + " passenger data: the agent has none. Devices are asked only while no agent runs, so"
          + " that none of them is asked twice at once.",
      "Exit code: 0 written, 1 not wanted, 74 when the file exists or cannot be written."
    })
public final class BundleCommand implements Callable<Integer> {

  private static final int NOT_WANTED = 1;

  private static final String MAY_BE_MAILED =
      "It holds no secrets of this kiosk and no passenger data, and can be mailed to support.";

  private static final String NOT_SEARCHED =
      "It holds no passenger data, but this user may not read all secrets of this kiosk (problems.txt"
          + " names them), so they could not be looked for in the log: make it as root before it is"
          + " mailed.";

  private static final Duration LOG_TIME = Duration.ofSeconds(5);
  private static final int LOG_BYTES = 2 << 20;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  private final Time time;
  private final LogTail journal;
  private final Person person;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/kiosk-agent/agent.toml",
      description = "The configuration; default ${DEFAULT-VALUE}.")
  private Path config = Path.of("/etc/kiosk-agent/agent.toml");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the agent's status is; by default where the configuration says.")
  private @Nullable String url;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write; default kiosk-agent-HOST-TIME.zip in this folder.")
  private @Nullable Path out;

  @Option(names = "--yes", description = "Write without asking a person at a terminal.")
  private boolean yes;

  @Option(names = "--root", hidden = true, defaultValue = "/")
  private Path root = Path.of("/");

  /** Who is asked whether the file is to be written. */
  interface Person {
    /** The answer to a question; null when there is nobody at a terminal. */
    @Nullable String answer(PrintWriter to, String question) throws IOException;
  }

  /** A command that reads the service's journal and asks the person at the terminal. */
  public BundleCommand(Time time) {
    this(
        time,
        new LogTail(LogTail.OF_THE_SERVICE, LOG_TIME, LOG_BYTES),
        BundleCommand::atTheTerminal);
  }

  BundleCommand(Time time, LogTail journal, Person person) {
    this.time = time;
    this.journal = journal;
    this.person = person;
  }

  @Override
  public Integer call() throws InterruptedException {
    checkUrl();
    String hopeless = out == null ? whyNotInto(Path.of("")) : whyNot(out);
    if (hopeless != null) {
      return refused(hopeless);
    }
    PrintWriter to = Streams.out(spec);
    var collected = BundleParts.collect(new BundleParts.From(config, url, root, time, journal));
    long wallMillis = time.wallMillis();
    String name =
        "kiosk-agent-%s-%s"
            .formatted(
                collected.host().replaceAll("[^A-Za-z0-9._-]", "_"),
                STAMP.format(Instant.ofEpochMilli(wallMillis).atZone(ZoneId.systemDefault())));
    Path target = out == null ? Path.of(name + ".zip") : out;
    to.printf("%s will hold:%n%s", target, Bundle.list(collected.entries()));
    to.flush();
    try {
      String answer = yes ? null : person.answer(to, "Write it? [Y/n] ");
      if (answer != null && !answer.isBlank() && !answer.strip().matches("(?i)y|yes")) {
        to.println("Nothing was written.");
        to.flush();
        return NOT_WANTED;
      }
      BundleFile.write(target, name, collected.entries(), wallMillis);
      to.printf(
          "Written: %s, %d bytes. %s%n",
          target.toAbsolutePath().normalize(),
          Files.size(target),
          collected.searched() ? MAY_BE_MAILED : NOT_SEARCHED);
      to.flush();
      return 0;
    } catch (FileAlreadyExistsException meanwhile) {
      return refused(taken(target));
    } catch (IOException failure) {
      return refused(
          "%s cannot be written: %s; give another place with --out"
              .formatted(target, Messages.reason(failure)));
    }
  }

  /** Why a file cannot be written, as far as it is plain before all is collected. */
  private static @Nullable String whyNot(Path target) {
    if (Files.isDirectory(target)) {
      return target + " is a folder; give the name of a file in it with --out";
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return taken(target);
    }
    Path folder = target.toAbsolutePath().getParent();
    return folder == null ? taken(target) : whyNotInto(folder);
  }

  private static @Nullable String whyNotInto(Path relative) {
    Path folder = relative.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      return "there is no folder " + folder + "; give another place with --out";
    }
    return Files.isWritable(folder)
        ? null
        : "nothing can be written into " + folder + "; give another place with --out";
  }

  private static String taken(Path target) {
    return "there is a file " + target + " already; give another name with --out";
  }

  private void checkUrl() {
    if (url == null) {
      return;
    }
    try {
      StatusClient.of(url);
    } catch (IllegalArgumentException wrong) {
      if (spec == null) {
        throw wrong;
      }
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private int refused(String why) {
    PrintWriter err = Streams.err(spec);
    err.println("kiosk-agent: " + why);
    err.flush();
    return ServiceProcess.IO;
  }

  private static @Nullable String atTheTerminal(PrintWriter to, String question)
      throws IOException {
    if (!Terminal.isRead()) {
      return null;
    }
    to.print(question);
    to.flush();
    String line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    return line == null ? "n" : line;
  }
}
