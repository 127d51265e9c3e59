package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.ipp.IppProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * A printer that speaks IPP on the network, to many clients at a time.
 *
 * @param listen where it listens; port 0 takes a free one
 */
public record IppPlan(InetSocketAddress listen) implements OutletPlan {

  @Override
  public String driver() {
    return IppDriver.NAME;
  }

  @Override
  public Set<DeviceCondition> shows() {
    return IppProtocol.SHOWS;
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException {
    return TcpOutlet.start(
        new TcpPlace(
            device.id(), driver(), "ipp://%s" + IppProtocol.PATH, listen, SecondClient.SERVED),
        IppProtocol.of(
            (SimulatedPrinter) device, surroundings.happenings(), surroundings.nowMillis()),
        surroundings.happenings(),
        surroundings.traffic(driver()));
  }
}
