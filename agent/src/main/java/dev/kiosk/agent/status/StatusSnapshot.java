package dev.kiosk.agent.status;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.telemetry.Reading;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the agent was at one moment. Immutable; everything that is shown is computed from it alone.
 * What is not known is null, never a made-up value.
 *
 * @param takenMillis when, milliseconds since the Unix epoch
 * @param devices in the order of the configuration
 * @param thresholds the limits that hold; none for a metric without a limit
 * @param readings the last reading of each metric
 * @param connections how long connections to devices were held open
 * @param service who works on the kiosk; null when nobody does
 * @param changes what happened lately, the newest first
 * @param lastHour how the metrics went
 * @param counters counted since the agent started
 */
public record StatusSnapshot(
    long takenMillis,
    Agent agent,
    Kiosk kiosk,
    Server server,
    List<DeviceStatus> devices,
    Buffer buffer,
    List<Threshold> thresholds,
    List<Reading> readings,
    List<Connections> connections,
    @Nullable Service service,
    List<Change> changes,
    List<Trend> lastHour,
    Map<Counter, Long> counters) {

  /** Copies the collections. */
  public StatusSnapshot {
    devices = List.copyOf(devices);
    thresholds = List.copyOf(thresholds);
    connections = List.copyOf(connections);
    readings = List.copyOf(readings);
    changes = List.copyOf(changes);
    lastHour = List.copyOf(lastHour);
    Map<Counter, Long> copy = new EnumMap<>(Counter.class); // keeps the order of the counters
    copy.putAll(counters);
    counters = Collections.unmodifiableMap(copy);
  }

  /**
   * The connections to one device since the agent started; each was closed again at once, because a
   * device may serve one program at a time.
   *
   * @param endpoint as configured
   * @param count how many
   * @param longestMillis how long the longest was open, in milliseconds
   * @param allMillis how long all were open together, in milliseconds
   */
  public record Connections(String endpoint, long count, long longestMillis, long allMillis) {}

  /**
   * The program.
   *
   * @param uptimeMillis how long it has been running, by the monotonic clock
   * @param startedMillis when it started, by the wall clock of that time
   * @param configFile where its configuration was read from
   * @param use what it takes of the machine
   */
  public record Agent(
      String version, long uptimeMillis, long startedMillis, String configFile, Use use) {}

  /**
   * What the agent itself takes of the machine.
   *
   * @param residentBytes its memory in RAM, in bytes (resident set size); null when not known
   * @param cpuPercent the share of one core that it took over about the last minute, 0 and up; null
   *     when not known
   */
  public record Use(@Nullable Long residentBytes, @Nullable Double cpuPercent) {

    /** Nothing is known. */
    public static final Use UNKNOWN = new Use(null, null);
  }

  /** Which kiosk it is. */
  public record Kiosk(String tenantId, String host) {}

  /**
   * The connection to the server.
   *
   * @param sinceMillis since when the state holds, milliseconds since the Unix epoch
   * @param contract the level that is spoken, for instance {@code kiosk.telemetry.v1} or {@code
   *     plain}; null while not connected
   * @param attempts connections tried since the agent started
   * @param lastError why the last connection failed or ended, in words; null when none did
   * @param nextTryInMillis how long until the next try; null when none is due
   * @param everythingUpToMillis the server has every event stamped before this; null when unknown
   * @param certificate what the agent proves itself with; null when it has none
   * @param certificateTrouble why the certificate files as they are now are not used, while those
   *     read before are; null when they are used
   * @param notes what a technician should know, for instance that the connection is not encrypted
   */
  public record Server(
      String url,
      ServerState state,
      long sinceMillis,
      @Nullable String contract,
      long attempts,
      @Nullable String lastError,
      @Nullable Long nextTryInMillis,
      @Nullable Long everythingUpToMillis,
      @Nullable Certificate certificate,
      @Nullable String certificateTrouble,
      List<String> notes) {

    /** Copies the list. */
    public Server {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The certificate of a client.
   *
   * @param file where it was read
   * @param subject whose it is, as it says itself
   * @param notAfterMillis good until then, milliseconds since the Unix epoch
   * @param expiringSinceMillis since when it is told to end soon, or to have ended; null when not
   */
  public record Certificate(
      String file, String subject, long notAfterMillis, @Nullable Long expiringSinceMillis) {}

  /** The states of the connection. */
  public enum ServerState {
    /** Waits for the next try. */
    WAITING,
    /** The connection is being made. */
    CONNECTING,
    /** The agent has said who it is; the server has not answered. */
    GREETING,
    /** Events flow. */
    CONNECTED,
    /** The server refuses this agent. */
    REJECTED,
    /** A state that this program does not know. */
    UNKNOWN;

    private final String lowerCase = name().toLowerCase(Locale.ROOT);

    /** The name in JSON, for instance {@code connected}. */
    public String wireName() {
      return lowerCase;
    }

    /** The state of that name. */
    public static ServerState ofWireName(String name) {
      for (ServerState state : values()) {
        if (state.wireName().equals(name)) {
          return state;
        }
      }
      return UNKNOWN;
    }
  }

  /**
   * What waits for the server.
   *
   * @param bytes held, whole files and memory
   * @param maxBytes the bound
   * @param pressure 0 to 3
   * @param canStayOfflineMillis how much longer the server may be away before readings are dropped,
   *     at the present rate; null when not known
   * @param losses what will never reach the server; empty when nothing was lost
   * @param refusing why the disk refuses, in words; null when it does not
   * @param bytesWrittenToday bytes written to disk since midnight UTC; null when not known
   */
  public record Buffer(
      List<Lane> lanes,
      long bytes,
      long maxBytes,
      int pressure,
      @Nullable Long canStayOfflineMillis,
      List<Loss> losses,
      @Nullable String refusing,
      @Nullable Long bytesWrittenToday) {

    /** Copies the lists; a loss of nothing is none. */
    public Buffer {
      lanes = List.copyOf(lanes);
      losses = losses.stream().filter(loss -> loss.count() > 0).toList();
    }

    /** How full it is, 0 to 100. */
    public double levelPercent() {
      return maxBytes <= 0 ? 0 : Math.min(100, 100.0 * bytes / maxBytes);
    }
  }

  /**
   * One lane of the buffer.
   *
   * @param name {@code alerts} or {@code readings}
   * @param held events that the server has not confirmed
   * @param oldestMillis about when the oldest of them happened; null when none is held
   */
  public record Lane(String name, long held, long bytes, @Nullable Long oldestMillis) {}

  /**
   * Events that will never reach the server.
   *
   * @param lane {@code alerts} or {@code readings}
   * @param reason {@code full}, {@code expired}, {@code damaged}, {@code restart} or {@code
   *     forgotten}
   * @param count events; for {@code restart} the number of restarts, each of which took at most one
   *     flush interval of readings
   * @param atMillis when it was found last, milliseconds since the Unix epoch; null when not known
   */
  public record Loss(String lane, String reason, long count, @Nullable Long atMillis) {}

  /**
   * A limit that holds.
   *
   * @param limit in the unit of the metric
   * @param clear an alarm ends below this
   * @param forMillis the reading must stay above the limit this long
   * @param cid the command that set it; null when the configuration did
   * @param setMillis when that command set it; null when the configuration did
   * @param exceeded whether the alarm is on
   * @param exceededSinceMillis since when; null when it is off or not known
   */
  public record Threshold(
      Metric metric,
      double limit,
      double clear,
      long forMillis,
      @Nullable String cid,
      @Nullable Long setMillis,
      boolean exceeded,
      @Nullable Long exceededSinceMillis) {}
}
