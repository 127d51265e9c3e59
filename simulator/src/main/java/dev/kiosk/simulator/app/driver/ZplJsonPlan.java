package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.zpl.ZplJsonProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * The JSON settings channel of a ZPL printer on the network.
 *
 * @param listen where it listens; port 0 takes a free one
 */
public record ZplJsonPlan(InetSocketAddress listen) implements OutletPlan {

  @Override
  public String driver() {
    return ZplJsonDriver.NAME;
  }

  @Override
  public Set<DeviceCondition> shows() {
    return ZplJsonProtocol.SHOWS;
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException {
    return TcpOutlet.start(
        new TcpPlace(device.id(), driver(), "tcp://%s", listen, SecondClient.SERVED),
        ZplJsonProtocol.of((SimulatedPrinter) device, surroundings.happenings()),
        surroundings.happenings(),
        surroundings.traffic(driver()));
  }
}
