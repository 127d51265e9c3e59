package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Access;
import dev.kiosk.simulator.hub.access.TlsFiles;
import dev.kiosk.simulator.hub.fault.Faults;
import dev.kiosk.simulator.hub.store.StoreConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a hub is started.
 *
 * @param listen the address; port 0 takes a free one. Beyond loopback only with tokens
 * @param dataDir where the store lives; made if absent
 * @param tokensFile who may come in, see {@link Access}; null lets in everybody on loopback
 * @param tls the files of the hub's certificate; null to speak without TLS
 * @param commandTimeout how long an agent may take to answer a command
 * @param time the clocks
 * @param faults how it misbehaves towards agents, to be changed at {@code /api/faults}; null for a
 *     hub that cannot be asked to
 * @param store where events are kept, and how long
 */
public record HubConfig(
    InetSocketAddress listen,
    Path dataDir,
    @Nullable Path tokensFile,
    @Nullable TlsFiles tls,
    Duration commandTimeout,
    HubTime time,
    @Nullable Faults faults,
    StoreConfig store) {

  /** What the contract's {@code timeout} reply stands for. */
  public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(5);

  /** A hub without tokens and with the usual command timeout. */
  public static HubConfig of(InetSocketAddress listen, Path dataDir, HubTime time) {
    return new HubConfig(
        listen, dataDir, null, null, DEFAULT_COMMAND_TIMEOUT, time, null, StoreConfig.USUAL);
  }

  /** The same, letting in only those whom the file names. */
  public HubConfig withTokens(@Nullable Path file) {
    return new HubConfig(listen, dataDir, file, tls, commandTimeout, time, faults, store);
  }

  /** The same, speaking TLS. */
  public HubConfig withTls(@Nullable TlsFiles files) {
    return new HubConfig(listen, dataDir, tokensFile, files, commandTimeout, time, faults, store);
  }

  /** The same, with another command timeout. */
  public HubConfig withCommandTimeout(Duration timeout) {
    return new HubConfig(listen, dataDir, tokensFile, tls, timeout, time, faults, store);
  }

  /** The same, misbehaving as given, and as it is asked to while it runs. */
  public HubConfig withFaults(@Nullable Faults given) {
    return new HubConfig(listen, dataDir, tokensFile, tls, commandTimeout, time, given, store);
  }

  /** The same, keeping events there and so long. */
  public HubConfig withStore(StoreConfig given) {
    return new HubConfig(listen, dataDir, tokensFile, tls, commandTimeout, time, faults, given);
  }
}
