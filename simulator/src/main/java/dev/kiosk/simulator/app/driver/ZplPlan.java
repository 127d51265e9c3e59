package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.zpl.ZplManner;
import dev.kiosk.simulator.surface.zpl.ZplProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * A printer that speaks ZPL on the network.
 *
 * @param listen where it listens; port 0 takes a free one
 */
public record ZplPlan(InetSocketAddress listen, SecondClient secondClient, ZplManner manner)
    implements OutletPlan {

  @Override
  public String driver() {
    return ZplDriver.NAME;
  }

  @Override
  public Set<DeviceCondition> shows() {
    return ZplProtocol.shows(manner);
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException {
    return TcpOutlet.start(
        new TcpPlace(device.id(), driver(), "tcp://%s", listen, secondClient),
        ZplProtocol.of((SimulatedPrinter) device, manner),
        surroundings.happenings(),
        surroundings.traffic(driver()));
  }
}
