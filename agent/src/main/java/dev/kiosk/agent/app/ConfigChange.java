package dev.kiosk.agent.app;

import dev.kiosk.agent.spool.SpoolConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a configuration has otherwise than the one before, without any value. */
final class ConfigChange {

  private ConfigChange() {}

  /** For instance "[sample], device bagtag (new)"; "nothing" when all is the same. */
  static String words(AgentConfig before, AgentConfig after) {
    var words = new ArrayList<String>();
    table(
        words,
        "kiosk",
        List.of(before.tenantId(), before.host(), before.stateDir()),
        List.of(after.tenantId(), after.host(), after.stateDir()));
    table(
        words,
        "server",
        List.of(before.link(), before.tls(), before.allowInsecure()),
        List.of(after.link(), after.tls(), after.allowInsecure()));
    table(words, "spool", spool(before.spool()), spool(after.spool()));
    table(words, "sample", before.intervals(), after.intervals());
    table(words, "threshold", before.limits(), after.limits());
    table(
        words,
        "status",
        String.valueOf(before.statusListen()),
        String.valueOf(after.statusListen()));
    table(
        words,
        "service",
        String.valueOf(before.serviceSocket()),
        String.valueOf(after.serviceSocket()));
    devices(words, before.devices(), after.devices());
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /** All but whose events it holds, which is told as [kiosk]. */
  private static List<Object> spool(SpoolConfig of) {
    return List.of(of.dir(), of.maxBytes(), of.maxAge(), of.flushInterval());
  }

  private static void table(List<String> words, String name, Object before, Object after) {
    if (!before.equals(after)) {
      words.add("[" + name + "]");
    }
  }

  private static void devices(
      List<String> words, List<DeviceConfig> before, List<DeviceConfig> after) {
    Map<String, DeviceConfig> old = byId(before);
    Map<String, DeviceConfig> now = byId(after);
    now.forEach(
        (id, device) -> {
          DeviceConfig was = old.get(id);
          if (was == null) {
            words.add("device " + id + " (new)");
          } else if (!was.equals(device)) {
            words.add("device " + id);
          }
        });
    old.keySet().stream()
        .filter(id -> !now.containsKey(id))
        .forEach(id -> words.add("device " + id + " (gone)"));
    if (words.isEmpty() && !before.equals(after)) {
      words.add("the order of the devices");
    }
  }

  private static Map<String, DeviceConfig> byId(List<DeviceConfig> devices) {
    var byId = new LinkedHashMap<String, DeviceConfig>();
    devices.forEach(device -> byId.put(device.id(), device));
    return byId;
  }
}
