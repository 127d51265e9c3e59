package dev.kiosk.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.simulator.world.World.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {

  private static final Duration SIX_HOURS = Duration.ofHours(6);

  private static World sixHours(long seed) {
    return through(faults(World.seeded(seed)));
  }

  private static World faults(World world) {
    return world
        .plan(Fault.DROPPED_LINK, 40, SIX_HOURS)
        .plan(Fault.SERVER_DOWN, 4, SIX_HOURS)
        .plan(Fault.SILENT_LINK, 6, SIX_HOURS)
        .plan(Fault.POWER_CUT, 3, SIX_HOURS)
        .plan(Fault.DEVICE_FAULT, 30, SIX_HOURS)
        .plan(Fault.HUNG_DEVICE, 5, SIX_HOURS);
  }

  private static World through(World world) {
    world.run(SIX_HOURS);
    world.run(Duration.ofMinutes(15)); // what was planned near the end comes to its end
    world.heal();
    world.run(Duration.ofMinutes(10));
    return world;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothingAcceptedIsLostNothingIsTwiceAndAQuietWorldDrains(long seed)
      throws JsonProcessingException {
    World world = sixHours(seed);
    assertThat(world.server().complaints()).as("seed %d", seed).isEmpty();
    everyAcceptedAlertIsAtTheServer(world, seed);
    readingsAreMissingOnlyFromThePowerCuts(world, seed);
    nothingIsLeft(world, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void aClockThatJumpsLosesNoAlertAndIsTold(long seed) {
    World world = through(faults(World.seeded(seed)).plan(Fault.CLOCK_STEP, 5, SIX_HOURS));
    assertThat(world.server().complaints()).as("seed %d", seed).isEmpty();
    everyAcceptedAlertIsAtTheServer(world, seed);
    nothingIsLeft(world, seed);
    assertThat(world.server().kept().values())
        .as("seed %d", seed)
        .anyMatch(event -> event.contains("CLOCK_STEP"));
  }

  private static void everyAcceptedAlertIsAtTheServer(World world, long seed) {
    assertThat(world.acceptedAlerts()).as("seed %d", seed).hasSizeGreaterThan(50);
    Map<Server.Identity, String> kept = world.server().kept();
    world
        .acceptedAlerts()
        .forEach(
            (identity, text) ->
                assertThat(kept).as("seed %d, %s", seed, text).containsKey(identity));
  }

  private static void nothingIsLeft(World world, long seed) {
    for (Lane lane : Lane.values()) {
      assertThat(world.agent().spool().stats().of(lane).held())
          .as("seed %d, %s", seed, lane)
          .isLessThanOrEqualTo(1);
    }
    assertThat(world.agent().spool().openGaps()).as("seed %d", seed).isEmpty();
  }

  /** A reading is missing where the power was off, or within a flush interval and a beat before. */
  private static void readingsAreMissingOnlyFromThePowerCuts(World world, long seed)
      throws JsonProcessingException {
    var json = new ObjectMapper();
    var stamps = new TreeSet<Long>();
    for (String event : world.server().kept().values()) {
      JsonNode reading = json.readTree(event);
      if (reading.path("type").asText().equals("cpu")) {
        long ts = reading.path("ts").asLong();
        assertThat(stamps.add(ts)).as("seed %d: twice at %d", seed, ts).isTrue();
      }
    }
    long from = stamps.first();
    for (long to : stamps.tailSet(from, false)) {
      if (to - from > 1_500) {
        long hole = from;
        assertThat(world.cutsMillis())
            .as("seed %d: hole from %d to %d", seed, from, to)
            .anyMatch(cut -> hole >= cut - 2_100 && hole <= cut && cut <= to);
      }
      from = to;
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    List<String> first = sixHours(42).trace();
    assertThat(first).hasSizeGreaterThan(100);
    assertThat(sixHours(42).trace()).isEqualTo(first);
  }
}
