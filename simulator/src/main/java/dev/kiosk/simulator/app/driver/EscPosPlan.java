package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.escpos.Dialect;
import dev.kiosk.simulator.surface.escpos.EscPosProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * A printer that speaks ESC/POS on the network.
 *
 * @param listen where it listens; port 0 takes a free one
 */
public record EscPosPlan(InetSocketAddress listen, SecondClient secondClient, Dialect dialect)
    implements OutletPlan {

  @Override
  public String driver() {
    return EscPosDriver.NAME;
  }

  @Override
  public Set<DeviceCondition> shows() {
    return dialect.shows();
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException {
    return TcpOutlet.start(
        new TcpPlace(device.id(), driver(), form(), listen, secondClient),
        EscPosProtocol.of((SimulatedPrinter) device, dialect, surroundings.happenings()),
        surroundings.happenings(),
        surroundings.traffic(driver()));
  }

  /** An agent has to be told of a dialect. */
  private String form() {
    return dialect == Dialect.EPSON ? "tcp://%s" : "tcp://%s?dialect=" + dialect.wireName();
  }
}
