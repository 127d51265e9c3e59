package dev.kiosk.simulator.fleet;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet does.
 *
 * @param kiosks how many, at least 1
 * @param server the address for agents, {@code ws} or {@code wss}
 * @param tenant whose kiosks they are
 * @param tokens who they are for the server
 * @param rate events a second of each kiosk, above 0
 * @param duration how long events are produced
 * @param seed what the faults are drawn from
 * @param faultsPerMinute over the whole fleet; 0 for none
 * @param ramp over which time the kiosks begin, one after the other
 * @param trust whose certificates a server on TLS may have; null for those that Java trusts
 */
public record FleetConfig(
    int kiosks,
    URI server,
    String tenant,
    Tokens tokens,
    double rate,
    Duration duration,
    long seed,
    double faultsPerMinute,
    Duration ramp,
    @Nullable SSLContext trust) {

  /**
   * Tokens for servers that want one.
   *
   * @param agent of each kiosk
   * @param operator for sending commands and for reading what was stored
   */
  public record Tokens(@Nullable String agent, @Nullable String operator) {

    /** For a server that lets in everybody. */
    public static final Tokens NONE = new Tokens(null, null);
  }

  /** A quiet fleet: an event a second of each kiosk, no faults, a ramp of a second. */
  public static FleetConfig of(int kiosks, URI server, Duration duration) {
    return new FleetConfig(
        kiosks, server, "fleet", Tokens.NONE, 1, duration, 1, 0, Duration.ofSeconds(1), null);
  }

  /** The same with another number of events a second. */
  public FleetConfig withRate(double eventsPerSecond) {
    return new FleetConfig(
        kiosks,
        server,
        tenant,
        tokens,
        eventsPerSecond,
        duration,
        seed,
        faultsPerMinute,
        ramp,
        trust);
  }

  /** The same with faults. */
  public FleetConfig withFaults(long from, double perMinute) {
    return new FleetConfig(
        kiosks, server, tenant, tokens, rate, duration, from, perMinute, ramp, trust);
  }

  /** The same with tokens. */
  public FleetConfig withTokens(Tokens given) {
    return new FleetConfig(
        kiosks, server, tenant, given, rate, duration, seed, faultsPerMinute, ramp, trust);
  }

  /** The same with others to trust. */
  public FleetConfig withTrust(@Nullable SSLContext given) {
    return new FleetConfig(
        kiosks, server, tenant, tokens, rate, duration, seed, faultsPerMinute, ramp, given);
  }

  /** The name of a kiosk, counted from 1. */
  String host(int number) {
    return "F%05d".formatted(number);
  }

  /** Where the server answers plain HTTP. */
  URI http(String pathAndQuery) {
    String scheme = "wss".equalsIgnoreCase(server.getScheme()) ? "https" : "http";
    return URI.create(scheme + "://" + server.getRawAuthority() + pathAndQuery);
  }

  /** What asks it for that. */
  HttpClient httpClient(Duration connectTimeout) {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(connectTimeout);
    return (trust == null ? client : client.sslContext(trust)).build();
  }

  /** Where operators are taken. */
  URI operators() {
    return server.resolve("telemetry?tenant=" + tenant);
  }
}
