package dev.kiosk.agent.app;

import dev.kiosk.agent.link.LinkConfig;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.threshold.Limit;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, checked. {@link ConfigReader} makes it from a file.
 *
 * @param source the file it was read from, for people
 * @param tenantId whose kiosk it is
 * @param host the kiosk's name
 * @param stateDir where limits, answered commands and raised conditions are kept
 * @param link how the server is talked to
 * @param tls the files of a {@code wss} connection
 * @param allowInsecure whether {@code ws://} beyond loopback was allowed; the status shows it
 * @param intervals between readings of the host; a metric that is left out is not read
 * @param limits the configured limits
 * @param statusListen where the status is served, or null when it is off
 * @param serviceSocket where {@code kiosk-agent service} reaches it, or null when it does not
 */
public record AgentConfig(
    String source,
    String tenantId,
    String host,
    Path stateDir,
    LinkConfig link,
    PemFiles tls,
    boolean allowInsecure,
    SpoolConfig spool,
    Map<Metric, Duration> intervals,
    List<Limit> limits,
    @Nullable InetSocketAddress statusListen,
    @Nullable Path serviceSocket,
    List<DeviceConfig> devices) {

  /** Where systemd's {@code RuntimeDirectory=kiosk-agent} makes room for it. */
  static final String SERVICE_SOCKET = "/run/kiosk-agent/control";

  /** Copies the collections. */
  public AgentConfig {
    intervals = Map.copyOf(intervals);
    limits = List.copyOf(limits);
    devices = List.copyOf(devices);
  }

  /** Whether the server is talked to over TLS. */
  public boolean encrypted() {
    return "wss".equalsIgnoreCase(link.uri().getScheme());
  }

  /** Whether the connection leaves this machine unencrypted, as {@code allow_insecure} allows. */
  public boolean insecure() {
    return allowInsecure && !encrypted() && !ServerSection.isLoopback(link.uri().getHost());
  }
}
