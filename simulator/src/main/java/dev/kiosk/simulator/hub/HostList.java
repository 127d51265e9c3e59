package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiosk.simulator.hub.EventStore.Known;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /api/hosts}:
 *
 * <pre>
 *   {"hosts":[{"tenant","host","connected","since","lastHeard","level","agent",
 *              "spools":[{"spool","lane","next","stored","missing"}],
 *              "stored","duplicates","heartbeat":{…},"devices":[{…}]}]}
 * </pre>
 *
 * <p>With {@code host=} only those of that name. Times are milliseconds since the epoch. {@code
 * heartbeat} and {@code devices} are the last events of that type as the agent wrote them. What a
 * hub has not heard since its start is absent.
 */
final class HostList {

  private HostList() {}

  /**
   * Which hosts are asked for.
   *
   * @param tenant whose; null for all
   * @param host of which name; null for all
   */
  record Chosen(@Nullable String tenant, @Nullable String host) {}

  /** Writes the hosts that are asked for. */
  static void write(OutputStream out, Core core, EventStore store, Chosen chosen)
      throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("hosts");
      for (HostId host : hosts(core, store, chosen.tenant())) {
        if (chosen.host() == null || chosen.host().equals(host.host())) {
          host(json, host, core.hosts().find(host), store);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** The hosts of a tenant, or all when it is null. */
  static SortedSet<HostId> hosts(Core core, EventStore store, @Nullable String tenant) {
    SortedSet<HostId> all = new TreeSet<>();
    for (HostId host : core.hosts().all()) {
      if (tenant == null || tenant.equals(host.tenantId())) {
        all.add(host);
      }
    }
    for (Known known : store.streams(tenant == null ? "" : StreamId.tenantKey(tenant))) {
      all.add(known.stream().host());
    }
    return all;
  }

  private static void host(
      JsonGenerator json, HostId host, @Nullable HostState state, EventStore store)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("tenant", host.tenantId());
    json.writeStringField("host", host.host());
    HostState.View view = state == null ? null : state.view();
    json.writeBooleanField("connected", view != null && view.connected());
    spools(json, host, store);
    if (view != null) {
      present(json, view);
    }
    json.writeEndObject();
  }

  private static void spools(JsonGenerator json, HostId host, EventStore store) throws IOException {
    long stored = 0;
    json.writeArrayFieldStart("spools");
    for (Known known : store.streams(StreamId.hostKey(host))) {
      json.writeStartObject();
      json.writeStringField("spool", known.stream().spool());
      json.writeStringField("lane", known.stream().lane());
      json.writeNumberField("next", known.state().coverage().next());
      json.writeNumberField("stored", known.state().stored());
      json.writeNumberField("missing", known.state().coverage().missing());
      json.writeEndObject();
      stored += known.state().stored();
    }
    json.writeEndArray();
    json.writeNumberField("stored", stored);
  }

  private static void present(JsonGenerator json, HostState.View view) throws IOException {
    json.writeNumberField("since", view.sinceMillis());
    json.writeNumberField("lastHeard", view.heardMillis());
    if (view.level() != null) {
      json.writeStringField("level", view.level());
    }
    if (view.agent() != null) {
      json.writeStringField("agent", view.agent());
    }
    json.writeNumberField("duplicates", view.duplicates());
    if (view.heartbeat() != null) {
      json.writeFieldName("heartbeat");
      json.writeRawValue(view.heartbeat());
    }
    json.writeArrayFieldStart("devices");
    for (String device : view.devices()) {
      json.writeRawValue(device);
    }
    json.writeEndArray();
  }
}
