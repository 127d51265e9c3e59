package dev.kiosk.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A wall clock that jumps for days, on an agent that runs: only the stamps may follow it. */
class WorldClockTest {

  private static final Duration FORWARD = Duration.ofDays(40);
  private static final Duration BACK = Duration.ofDays(-400);
  private static final long MINUTE_SECONDS = 60;

  private final ObjectMapper json = new ObjectMapper();

  private List<JsonNode> came(World world, String type) throws IOException {
    var events = new ArrayList<JsonNode>();
    for (String text : world.server().kept().values()) {
      JsonNode event = json.readTree(text);
      if (event.path("type").asText().equals(type)) {
        events.add(event);
      }
    }
    return events;
  }

  private List<String> steps(World world) throws IOException {
    return came(world, "error").stream()
        .filter(event -> event.path("code").asText().equals("CLOCK_STEP"))
        .map(event -> event.path("message").asText())
        .toList();
  }

  @Test
  void eachJumpIsToldWithItsSizeAndNothingElseHappens() throws IOException {
    World world = World.seeded(5);
    world.run(Duration.ofMinutes(1));
    for (Duration jump : List.of(FORWARD, BACK, FORWARD)) {
      world.stepClock(jump);
      long before = world.wallMillis();
      int cameBefore = came(world, "cpu").size();
      world.run(Duration.ofMinutes(1));
      List<JsonNode> readings = came(world, "cpu");
      List<JsonNode> since = readings.subList(cameBefore + 3, readings.size());
      assertThat((long) since.size()).isBetween(MINUTE_SECONDS - 6, MINUTE_SECONDS + 1);
      assertThat(since)
          .as("stamps behind the step are those of the clock as it is now")
          .allSatisfy(
              reading ->
                  assertThat(reading.path("ts").asLong()).isBetween(before, world.wallMillis()));
    }
    assertThat(steps(world))
        .containsExactly(
            "The wall clock was set forward by 3456000.0 s",
            "The wall clock was set back by 34560000.0 s",
            "The wall clock was set forward by 3456000.0 s");
    assertThat(world.agent().counters().value(Counter.CONNECTS_TRIED)).isEqualTo(1);
    assertThat(world.agent().counters().value(Counter.EVENTS_LOST)).isZero();
    assertThat(Verdict.of(world)).isEmpty();
  }

  @Test
  void noWaitGrowsOrEndsByAJump() throws IOException {
    for (Duration jump : List.of(FORWARD, BACK)) {
      World world = World.seeded(6);
      world.run(Duration.ofMinutes(1));
      world.setServerUp(false);
      world.run(Duration.ofMinutes(1));
      long tried = world.agent().counters().value(Counter.CONNECTS_TRIED);
      world.stepClock(jump);
      world.run(Duration.ofMinutes(1));
      long triedSince = world.agent().counters().value(Counter.CONNECTS_TRIED) - tried;
      assertThat(triedSince).as("attempts in a minute").isBetween(4L, 30L);
      assertThat(world.agent().spool().stats().of(Lane.READINGS).held())
          .as("nothing grew old by the clock")
          .isGreaterThan(2 * MINUTE_SECONDS - 10);
      world.setServerUp(true);
      world.run(Duration.ofSeconds(15));
      assertThat(steps(world)).hasSize(1);
      assertThat(Verdict.of(world)).isEmpty();
    }
  }
}
