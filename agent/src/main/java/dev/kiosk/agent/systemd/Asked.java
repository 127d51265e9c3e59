package dev.kiosk.agent.systemd;

import dev.kiosk.agent.log.Log;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the service manager asks to be told (sd_notify(3), sd_watchdog_enabled(3)).
 *
 * @param socket where: a path, or {@code @} and an abstract name
 * @param watchdog how long the agent may be silent; null when it may be for ever
 * @param connected whether this process was started with standard input connected to there
 */
public record Asked(String socket, @Nullable Duration watchdog, boolean connected) {

  /**
   * Reads the environment of this process.
   *
   * @param pid of this process: a watchdog that is meant for another one is not fed
   * @return null when nobody asks, or in a way that is not known here
   */
  public static @Nullable Asked by(Map<String, String> environment, String pid) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return null;
    }
    if (!UnixAddress.isKnown(socket)) {
      Log.error(
          "NOTIFY_SOCKET is {}; expected a path or an abstract name that begins with @, so the service manager is told nothing",
          socket);
      return null;
    }
    String meant = environment.getOrDefault("WATCHDOG_PID", "");
    boolean ours = meant.isEmpty() || meant.equals(pid);
    boolean connected = environment.containsKey("KIOSK_NOTIFY_STDIN"); // by kiosk-agent-start
    return new Asked(socket, ours ? watchdog(environment) : null, connected);
  }

  private static @Nullable Duration watchdog(Map<String, String> environment) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    if (micros.matches("0*[1-9][0-9]{0,17}")) {
      return Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros) / 1000, 1_000_000L))
          .plusNanos(Long.parseLong(micros) % 1000 * 1000);
    }
    if (!micros.isEmpty()) {
      Log.error("WATCHDOG_USEC is {}; expected microseconds, so the watchdog is not fed", micros);
    }
    return null;
  }
}
