package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiosk.simulator.hub.peers.Peers;
import dev.kiosk.simulator.hub.store.Store.Known;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /api/hosts}:
 *
 * <pre>
 *   {"hosts":[{"tenant","host","connected","since","lastHeard","level","agent",
 *              "spools":[{"spool","lane","next","stored","missing"}],
 *              "stored","duplicates","heartbeat":{…},"devices":[{…}]}],
 *    "keptSince"}
 * </pre>
 *
 * <p>With {@code host=} only those of that name. Times are milliseconds since the epoch. {@code
 * heartbeat} and {@code devices} are the last events of that type as the agent wrote them. What a
 * hub has not heard since its start is absent. {@code keptSince}, where it is given, says that
 * events which arrived before were removed; {@code stored} counts them too.
 */
final class HostList {

  private static final JsonFactory JSON = new JsonFactory();

  private HostList() {}

  /**
   * Which hosts are asked for.
   *
   * @param tenant whose; null for all
   * @param host of which name; null for all
   */
  record Chosen(@Nullable String tenant, @Nullable String host) {
    boolean isMeant(HostId id) {
      return host == null || host.equals(id.host());
    }
  }

  /** Writes the hosts that are asked for. */
  static void write(OutputStream out, Core core, Chosen chosen) throws IOException {
    String tenant = chosen.tenant();
    Map<HostId, List<Known>> lanes = lanes(core, tenant); // before anything is written: it may fail
    Map<HostId, String> elsewhere = elsewhere(core, tenant);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      Long keptSince = core.store().keptSinceMillis();
      if (keptSince != null) {
        json.writeNumberField("keptSince", keptSince);
      }
      json.writeArrayFieldStart("hosts");
      for (HostId host : hosts(core, tenant, lanes.keySet(), elsewhere.keySet())) {
        if (chosen.isMeant(host)) {
          String fields = fields(core.hosts().find(host), elsewhere.get(host));
          host(json, host, lanes.getOrDefault(host, List.of()), fields);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void host(JsonGenerator json, HostId host, List<Known> lanes, String fields)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("tenant", host.tenantId());
    json.writeStringField("host", host.host());
    spools(json, lanes);
    json.writeRaw("," + fields);
    json.writeEndObject();
  }

  /** All hosts that are known now, whether or not the store can be read. */
  static SortedSet<HostId> hosts(Core core) {
    return hosts(core, null, stored(core), elsewhere(core, null).keySet());
  }

  private static Set<HostId> stored(Core core) {
    if (core.store().failure() != null) {
      return Set.of(); // else it would be waited for
    }
    try {
      return lanes(core, null).keySet();
    } catch (UncheckedIOException notNow) {
      return Set.of();
    }
  }

  private static Map<HostId, List<Known>> lanes(Core core, @Nullable String tenant) {
    Map<HostId, List<Known>> lanes = new HashMap<>();
    for (Known known : core.store().lanes(tenant, null)) {
      HostId host = new HostId(known.spool().tenantId(), known.spool().host());
      lanes.computeIfAbsent(host, first -> new ArrayList<>()).add(known);
    }
    return lanes;
  }

  private static Map<HostId, String> elsewhere(Core core, @Nullable String tenant) {
    Map<HostId, String> held = new HashMap<>();
    for (Peers.Held host : core.peers().hosts(tenant)) {
      held.put(new HostId(host.tenantId(), host.host()), host.fields());
    }
    return held;
  }

  private static SortedSet<HostId> hosts(
      Core core, @Nullable String tenant, Set<HostId> stored, Set<HostId> elsewhere) {
    SortedSet<HostId> all = new TreeSet<>(stored);
    all.addAll(elsewhere);
    for (HostId host : core.hosts().all()) {
      if (tenant == null || tenant.equals(host.tenantId())) {
        all.add(host);
      }
    }
    return all;
  }

  /** What is known of a host here, unless it is connected elsewhere. */
  private static String fields(@Nullable HostState state, @Nullable String elsewhere) {
    HostState.View view = state == null ? null : state.view();
    if (elsewhere != null && (view == null || !view.connected())) {
      return elsewhere;
    }
    return view == null ? "\"connected\":false" : fields(view);
  }

  private static void spools(JsonGenerator json, List<Known> lanes) throws IOException {
    long stored = 0;
    json.writeArrayFieldStart("spools");
    for (Known known : lanes) {
      json.writeStartObject();
      json.writeStringField("spool", known.spool().spool());
      json.writeStringField("lane", known.lane());
      json.writeNumberField("next", known.next());
      json.writeNumberField("stored", known.stored());
      json.writeNumberField("missing", known.missing());
      json.writeEndObject();
      stored += known.stored();
    }
    json.writeEndArray();
    json.writeNumberField("stored", stored);
  }

  /** What is shown of a host that was heard of, as fields of an object without its braces. */
  static String fields(HostState.View view) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("connected", view.connected());
      present(json, view);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("into memory", impossible);
    }
    return text.getBuffer().substring(1, text.getBuffer().length() - 1);
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
