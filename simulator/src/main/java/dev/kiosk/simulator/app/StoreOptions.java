package dev.kiosk.simulator.app;

import dev.kiosk.agent.config.DurationForm;
import dev.kiosk.agent.config.SizeForm;
import dev.kiosk.simulator.hub.store.Retention;
import dev.kiosk.simulator.hub.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the hub keeps events, and how long, on the command line. */
final class StoreOptions {

  /** Below this, a single busy minute would not fit. */
  private static final long MIN_BYTES = 1 << 20;

  /** One or more addresses of NATS; tls:// insists on TLS. */
  private static final String SERVERS = "(nats|tls)://[^,\\s]+(,(nats|tls)://[^,\\s]+)*";

  @Option(
      names = "--store",
      paramLabel = "URL",
      description =
          "Keep events in NATS JetStream, shared by all hubs that name it: nats://host:port, several"
              + " of one cluster with commas (default: a file in --data).")
  private @Nullable String servers;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many servers of a NATS cluster keep each event (default: 1).")
  private int replicas;

  @Option(
      names = "--keep-age",
      paramLabel = "TIME",
      description = "Remove events that arrived longer ago, such as 30d (default: keep them).")
  private @Nullable String keepAge;

  @Option(
      names = "--keep-size",
      paramLabel = "SIZE",
      description =
          "Remove the oldest events when all together take up more, such as 2GiB (default: keep"
              + " them).")
  private @Nullable String keepSize;

  /** What was asked for. */
  StoreConfig config(CommandLine command) {
    if (servers != null && !servers.matches(SERVERS)) {
      throw new ParameterException(
          command, "--store must be nats://HOST:PORT, was \"%s\"".formatted(servers));
    }
    return new StoreConfig(servers, replicas, new Retention(age(command), bytes(command)));
  }

  /** Where that is, for people; without a password that may stand in it. */
  String place(Path data) {
    return servers == null
        ? data.toAbsolutePath().toString()
        : "JetStream at " + servers.replaceAll("//[^@,/]*@", "//");
  }

  private @Nullable Duration age(CommandLine command) {
    if (keepAge == null) {
      return null;
    }
    Duration age = DurationForm.parse(keepAge);
    if (age == null || age.isZero()) {
      throw new ParameterException(
          command, "--keep-age must be %s, was \"%s\"".formatted(DurationForm.EXPECTED, keepAge));
    }
    return age;
  }

  private long bytes(CommandLine command) {
    if (keepSize == null) {
      return Long.MAX_VALUE;
    }
    long bytes = SizeForm.parse(keepSize);
    if (bytes < MIN_BYTES) {
      throw new ParameterException(
          command,
          "--keep-size must be %s of at least 1MiB, was \"%s\""
              .formatted(SizeForm.EXPECTED, keepSize));
    }
    return bytes;
  }
}
