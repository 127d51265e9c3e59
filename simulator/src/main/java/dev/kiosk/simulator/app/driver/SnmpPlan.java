package dev.kiosk.simulator.app.driver;

import dev.kiosk.agent.time.Time;
import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.SimulatedDevice;
import dev.kiosk.simulator.surface.Outlet;
import dev.kiosk.simulator.surface.snmp.SnmpOutlet;
import dev.kiosk.simulator.surface.snmp.SnmpPlace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A printer that answers SNMP.
 *
 * @param listen where it listens; port 0 takes a free one
 * @param community what v1 and v2c are to ask with
 * @param user who may ask by v3; null for nobody
 */
public record SnmpPlan(InetSocketAddress listen, String community, SnmpPlace.@Nullable User user)
    implements OutletPlan {

  @Override
  public String driver() {
    return SnmpOutlet.DRIVER;
  }

  @Override
  public Set<DeviceCondition> shows() {
    return SnmpOutlet.SHOWS;
  }

  @Override
  public Outlet open(SimulatedDevice device, Surroundings surroundings) throws IOException {
    // Hosts remember how often an engine was started and refuse one that counts backwards; seconds
    // since 1970 only grow, and need no file.
    int boots = (int) (Time.system().wallMillis() / 1_000 & 0x7FFF_FFFF);
    return SnmpOutlet.start(
        device,
        new SnmpPlace(listen, community, user, boots),
        new SnmpOutlet.Around(
            surroundings.nowMillis(), surroundings.happenings(), surroundings.traffic(driver())));
  }
}
