package dev.kiosk.agent.app;

import dev.kiosk.agent.device.Probe;
import dev.kiosk.agent.device.gpio.GpioEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The probes of this process that hold what they have opened until it ends, so that the next agent
 * in it asks with the same ones.
 */
final class KeptProbes {

  private final Map<String, Probe> byEndpoint = new HashMap<>();

  /** The probe to ask that endpoint with: one that is kept, or this one. */
  Probe orThis(Probe made) {
    return made.staysOpen() ? byEndpoint.computeIfAbsent(made.endpoint(), key -> made) : made;
  }

  /** What of a configuration these probes stand in the way of, each in a sentence. */
  List<String> conflicts(AgentConfig wanted) {
    var conflicts = new ArrayList<String>();
    for (DeviceConfig device : wanted.devices()) {
      for (DeviceConfig.Source source : device.sources()) {
        if (source.driver().equals("gpio") && isHeldOtherwise(source.endpoint())) {
          conflicts.add(
              "device %s: %s is open with other options, which only a restart can change"
                  .formatted(device.id(), source.endpoint()));
        }
      }
    }
    return conflicts;
  }

  private boolean isHeldOtherwise(String endpoint) {
    GpioEndpoint wanted = GpioEndpoint.parse(endpoint);
    return byEndpoint.keySet().stream()
        .map(GpioEndpoint::parse)
        .anyMatch(held -> held.pin() == wanted.pin() && !held.equals(wanted));
  }
}
