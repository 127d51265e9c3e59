package dev.kiosk.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.simulator.world.World.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {

  private static final Duration SIX_HOURS = Duration.ofHours(6);

  private static World sixHours(long seed) {
    World world =
        World.seeded(seed)
            .plan(Fault.DROPPED_LINK, 40, SIX_HOURS)
            .plan(Fault.SERVER_DOWN, 4, SIX_HOURS)
            .plan(Fault.SILENT_LINK, 6, SIX_HOURS)
            .plan(Fault.POWER_CUT, 3, SIX_HOURS)
            .plan(Fault.DEVICE_FAULT, 30, SIX_HOURS)
            .plan(Fault.HUNG_DEVICE, 5, SIX_HOURS);
    world.run(SIX_HOURS);
    world.run(Duration.ofMinutes(15)); // what was planned near the end comes to its end
    world.heal();
    world.run(Duration.ofMinutes(10));
    return world;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyAcceptedAlertIsAtTheServerOnceByIdentity(long seed) {
    World world = sixHours(seed);
    assertThat(world.server().complaints()).as("seed %d", seed).isEmpty();
    assertThat(world.acceptedAlerts()).as("seed %d", seed).hasSizeGreaterThan(50);
    Map<Server.Identity, String> kept = world.server().kept();
    world
        .acceptedAlerts()
        .forEach(
            (identity, text) ->
                assertThat(kept).as("seed %d, %s", seed, text).containsKey(identity));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aQuietWorldDrains(long seed) {
    World world = sixHours(seed);
    for (Lane lane : Lane.values()) {
      assertThat(world.agent().spool().stats().of(lane).held())
          .as("seed %d, %s", seed, lane)
          .isLessThanOrEqualTo(1);
    }
    assertThat(world.agent().spool().openGaps()).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readingsAreMissingOnlyFromThePowerCutsAndNoneIsTwice(long seed)
      throws JsonProcessingException {
    World world = sixHours(seed);
    var json = new ObjectMapper();
    Set<Long> stamps = new HashSet<>();
    var sorted = new ArrayList<Long>();
    for (Map.Entry<Server.Identity, String> event : world.server().kept().entrySet()) {
      JsonNode reading = json.readTree(event.getValue());
      if (reading.path("type").asText().equals("cpu")) {
        long ts = reading.path("ts").asLong();
        assertThat(stamps.add(ts)).as("seed %d: twice at %d", seed, ts).isTrue();
        sorted.add(ts);
      }
    }
    sorted.sort(null);
    for (int i = 1; i < sorted.size(); i++) {
      long from = sorted.get(i - 1);
      long to = sorted.get(i);
      if (to - from > 1_500) {
        assertThat(world.cutsMillis())
            .as("seed %d: hole from %d to %d", seed, from, to)
            .anyMatch(cut -> from >= cut - 2_100 && from <= cut && cut <= to);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    List<String> first = sixHours(42).trace();
    assertThat(first).hasSizeGreaterThan(100);
    assertThat(sixHours(42).trace()).isEqualTo(first);
  }
}
