package dev.kiosk.simulator.app;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.UnknownConditionException;
import dev.kiosk.simulator.scenario.Fault;
import dev.kiosk.simulator.scenario.Scenario;
import dev.kiosk.simulator.scenario.ScenarioEvent;
import dev.kiosk.simulator.scenario.ScenarioException;
import dev.kiosk.simulator.surface.NetworkFault;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays a scenario on running devices. Has no thread: somebody calls {@link #play(long)}. */
final class ScenarioPlayer {

  private final Scenario scenario;
  private final SimulatedDevices devices;
  private final Happenings happenings;
  private long playedMillis;

  private ScenarioPlayer(Scenario scenario, SimulatedDevices devices, Happenings happenings) {
    this.scenario = scenario;
    this.devices = devices;
    this.happenings = happenings;
  }

  /**
   * Reads a scenario and checks that the devices can follow it.
   *
   * @throws ConfigException if it cannot be read, or has mistakes; it tells all of them
   */
  static ScenarioPlayer load(Path file, SimulatedDevices devices, Happenings happenings)
      throws ConfigException {
    var problems = new ArrayList<String>();
    try {
      Scenario scenario = Scenario.parse(Files.readString(file), possible(devices));
      var player = new ScenarioPlayer(scenario, devices, happenings);
      for (ScenarioEvent event : scenario.mentioned()) {
        try {
          player.change(event);
        } catch (IllegalArgumentException | UnknownConditionException unknown) {
          problems.add("%s, line %d: %s".formatted(file, event.line(), unknown.getMessage()));
        }
      }
      if (problems.isEmpty()) {
        return player;
      }
    } catch (ScenarioException wrong) {
      wrong.problems().forEach(each -> problems.add(file + ", " + each));
    } catch (IOException failed) {
      problems.add("the scenario %s cannot be read: %s".formatted(file, failed));
    }
    throw new ConfigException(List.copyOf(problems));
  }

  /**
   * Does what is due.
   *
   * @param nowMillis since the scenario began; not before that of the last call
   */
  void play(long nowMillis) {
    for (ScenarioEvent event : scenario.between(playedMillis, nowMillis + 1)) {
      try {
        change(event).make();
      } catch (IOException | IllegalArgumentException | UnknownConditionException failed) {
        happenings.happened(event.device(), "cannot follow the scenario: " + failed.getMessage());
      }
    }
    playedMillis = nowMillis + 1;
  }

  /** A change of a device that was found possible. */
  private interface Change {
    void make() throws IOException;
  }

  private Change change(ScenarioEvent event) throws UnknownConditionException {
    Station station = devices.station(event.device());
    SimulatedDevice device = station.device();
    if (!event.isNetwork()) {
      var condition = device.condition(event.fault());
      return () -> device.set(condition, event.value().equals("on"));
    }
    NetworkFault fault = NetworkFault.of(event.mode(), event.amount());
    List<Outlet> outlets = station.networked(event.outlet(), fault);
    return () -> Station.apply(outlets, fault);
  }

  /** All that can go wrong, in the order of the configuration. */
  private static List<Fault> possible(SimulatedDevices devices) {
    var faults = new ArrayList<Fault>();
    for (Station station : devices.stations()) {
      String id = station.device().id();
      station.device().possible().stream()
          .filter(DeviceCondition::isFault)
          .forEach(each -> faults.add(Fault.condition(id, each.friendlyName())));
      station.outlets().stream()
          .flatMap(each -> each.faults().stream())
          .distinct()
          .filter(each -> each != NetworkFault.Mode.OK)
          .forEach(each -> faults.add(Fault.network(id, each.wireName())));
    }
    return faults;
  }
}
