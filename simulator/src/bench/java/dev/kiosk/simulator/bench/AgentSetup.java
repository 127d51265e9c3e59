package dev.kiosk.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration of an agent that is measured: as it is by default but for what is named here.
 * It samples nothing; what it sends is put into its spool.
 *
 * @param dir its folder
 * @param server where it connects to
 * @param maxInFlight events of a lane without receipt
 * @param replayRate events a second of a backlog, or {@code unlimited}
 * @param spoolMebibytes the bound of the spool
 */
record AgentSetup(Path dir, URI server, int maxInFlight, String replayRate, int spoolMebibytes) {

  /** What is not configured. */
  static final int DEFAULT_IN_FLIGHT = 1024;

  static final String DEFAULT_REPLAY_RATE = "2000";
  static final int DEFAULT_SPOOL_MEBIBYTES = 64;
  static final String UNLIMITED = "unlimited";

  /** Defaults throughout. */
  static AgentSetup standard(Path dir, URI server) {
    return new AgentSetup(
        dir, server, DEFAULT_IN_FLIGHT, DEFAULT_REPLAY_RATE, DEFAULT_SPOOL_MEBIBYTES);
  }

  AgentSetup withServer(URI other) {
    return new AgentSetup(dir, other, maxInFlight, replayRate, spoolMebibytes);
  }

  AgentSetup withMaxInFlight(int events) {
    return new AgentSetup(dir, server, events, replayRate, spoolMebibytes);
  }

  AgentSetup withReplayRate(String rate) {
    return new AgentSetup(dir, server, maxInFlight, rate, spoolMebibytes);
  }

  AgentSetup withSpoolMebibytes(int mebibytes) {
    return new AgentSetup(dir, server, maxInFlight, replayRate, mebibytes);
  }

  /** Where its spool is. */
  Path spool() {
    return dir.resolve("spool");
  }

  /** Writes the file and returns where it is. */
  Path write() throws IOException {
    Files.createDirectories(dir);
    return Files.writeString(
        dir.resolve("agent.toml"),
        """
        [kiosk]
        tenant_id = "%s"
        host = "%s"
        state_dir = "%s"
        [server]
        url = "%s"
        max_in_flight = %d
        replay_rate = %s
        [spool]
        dir = "%s"
        max_size = "%dMiB"
        [sample]
        cpu = "off"
        memory = "off"
        disk = "off"
        temperature = "off"
        [status]
        listen = "off"
        """
            .formatted(
                Events.TENANT,
                Events.HOST,
                dir.resolve("state"),
                server,
                maxInFlight,
                replayRate.equals(UNLIMITED) ? "\"" + UNLIMITED + "\"" : replayRate,
                spool(),
                spoolMebibytes));
  }
}
