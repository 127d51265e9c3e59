package dev.kiosk.simulator.surface;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A device and the ways in which it meets the world.
 *
 * @param device its behaviour
 * @param outlets at least one; the first is the one by which it is known
 */
public record Station(SimulatedDevice device, List<Outlet> outlets) {

  /** Copies the list. */
  public Station {
    outlets = List.copyOf(outlets);
    if (outlets.isEmpty()) {
      throw new IllegalArgumentException(device.id() + " needs a way to meet the world");
    }
  }

  /** The driver of the first outlet. */
  public String driver() {
    return outlets.get(0).driver();
  }

  /** The endpoint of the first outlet. */
  public String endpoint() {
    return outlets.get(0).endpoint();
  }

  /** What its network does: the first fault among its outlets; null if it is on no network. */
  public @Nullable NetworkFault network() {
    List<NetworkFault> networks = networks();
    return networks.stream()
        .filter(each -> !each.equals(NetworkFault.NONE))
        .findFirst()
        .orElse(networks.isEmpty() ? null : NetworkFault.NONE);
  }

  /**
   * Finds the outlets whose network a fault can break.
   *
   * @param outlet a driver or an endpoint; null for all that know the fault
   * @throws IllegalArgumentException if there is none; the message is one sentence for people
   */
  public List<Outlet> networked(@Nullable String outlet, NetworkFault fault) {
    List<Outlet> named = outlets.stream().filter(each -> isNamed(each, outlet)).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no outlet \"%s\"; known are %s."
              .formatted(
                  device.id(),
                  outlet,
                  outlets.stream()
                      .map(Outlet::driver)
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    if (named.stream().allMatch(each -> each.faults().isEmpty())) {
      throw new IllegalArgumentException(
          "%s is not on a network; break it by a condition.".formatted(device.id()));
    }
    List<Outlet> able =
        named.stream().filter(each -> each.faults().contains(fault.mode())).toList();
    if (able.isEmpty()) {
      throw new IllegalArgumentException(
          "network %s cannot be done to %s; it takes %s."
              .formatted(
                  fault.mode().wireName(),
                  device.id(),
                  named.stream()
                      .flatMap(each -> each.faults().stream())
                      .distinct()
                      .map(NetworkFault.Mode::wireName)
                      .collect(Collectors.joining(", "))));
    }
    return able;
  }

  private static boolean isNamed(Outlet each, @Nullable String name) {
    return name == null
        || each.driver().equals(name.toLowerCase(Locale.ROOT))
        || each.endpoint().equals(name);
  }

  /**
   * Breaks or mends the network of these outlets, all of them, even if one cannot.
   *
   * @throws IOException the first failure
   */
  public static void apply(List<Outlet> outlets, NetworkFault fault) throws IOException {
    IOException failure = null;
    for (Outlet each : outlets) {
      try {
        each.network(fault);
      } catch (IOException failed) {
        failure = failure == null ? failed : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** What now holds, as one sentence for people. */
  public String words() {
    String conditions =
        device.conditions().stream().map(DeviceCondition::words).collect(Collectors.joining(", "));
    String state = device.id() + " " + (conditions.isEmpty() ? "is well" : conditions);
    List<NetworkFault> networks = networks().stream().distinct().toList();
    return switch (networks.size()) {
      case 0 -> state + ".";
      case 1 -> "%s; its network %s.".formatted(state, networks.get(0).words());
      default -> "%s; its network: %s.".formatted(state, networkOfEach());
    };
  }

  private String networkOfEach() {
    return outlets.stream()
        .filter(each -> each.network() != null)
        .map(each -> each.driver() + " " + Objects.requireNonNull(each.network()).words())
        .collect(Collectors.joining(", "));
  }

  private List<NetworkFault> networks() {
    return outlets.stream().map(Outlet::network).filter(Objects::nonNull).toList();
  }
}
