package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.device.SimulatedScanner;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.serial.PtyOutlet;
import dev.kiosk.simulator.surface.serial.SerialPlace;
import dev.kiosk.simulator.surface.ssi.SsiDialect;
import dev.kiosk.simulator.surface.ssi.SsiProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scanner that speaks SSI, at a serial port or behind a serial device server.
 *
 * @param devDir what plays {@code /dev}; null when it is on the network
 * @param listen where it listens; null when it is at a serial port
 */
public record SsiPlan(@Nullable Path devDir, @Nullable InetSocketAddress listen, SsiDialect dialect)
    implements OutletPlan {

  /** At a serial port. */
  public static SsiPlan serial(Path devDir, SsiDialect dialect) {
    return new SsiPlan(devDir, null, dialect);
  }

  /** On the network. */
  public static SsiPlan tcp(InetSocketAddress listen, SsiDialect dialect) {
    return new SsiPlan(null, listen, dialect);
  }

  @Override
  public String driver() {
    return SsiDriver.NAME;
  }

  @Override
  public Set<DeviceCondition> shows() {
    Set<DeviceCondition> shows = EnumSet.copyOf(SsiProtocol.SHOWS);
    if (devDir != null) {
      shows.addAll(PtyOutlet.GONE);
    }
    return shows;
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException {
    var protocol = new SsiProtocol((SimulatedScanner) device, dialect, surroundings.happenings());
    var traffic = surroundings.traffic(driver());
    if (devDir != null) {
      SerialPlace place = SerialPlace.byId(devDir, driver(), device);
      return PtyOutlet.start(place, protocol, surroundings.happenings(), traffic);
    }
    if (listen == null) {
      throw new IOException(device.id() + " is neither at a serial port nor on the network");
    }
    var place = new TcpPlace(device.id(), driver(), "tcp://%s", listen, SecondClient.SILENT);
    return TcpOutlet.start(place, protocol, surroundings.happenings(), traffic);
  }
}
