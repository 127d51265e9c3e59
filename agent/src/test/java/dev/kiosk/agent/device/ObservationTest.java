package dev.kiosk.agent.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservationTest {

  @Test
  void silenceClearsNothingThatOnlyTheDeviceCouldTell() {
    Observation seen = Observation.blind("x", Finding.of(Condition.NOT_RESPONDING));

    assertThat(seen.unobservable())
        .contains(Condition.MEDIA_OUT, Condition.COVER_OPEN, Condition.HARDWARE_FAULT)
        .doesNotContain(Condition.NOT_RESPONDING, Condition.LINK_DOWN, Condition.PORT_IN_USE);
  }

  @Test
  void anAnswerDecidesEveryConditionUnlessItSaysOtherwise() {
    Observation seen = Observation.of("x", List.of());

    assertThat(seen.unobservable()).isEmpty();
    assertThat(seen.withUnobservable(Set.of(Condition.MEDIA_LOW)).unobservable())
        .containsExactly(Condition.MEDIA_LOW);
  }
}
