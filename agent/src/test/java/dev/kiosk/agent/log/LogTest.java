package dev.kiosk.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTest {

  @Test
  void eachPlaceTakesTheNextArgument() {
    assertThat(Log.filled("{} of {}: {}", new Object[] {3, "4", 0.5})).isEqualTo("3 of 4: 0.5");
    assertThat(Log.filled("nothing", new Object[0])).isEqualTo("nothing");
    assertThat(Log.filled("{}", new Object[] {null})).isEqualTo("null");
  }

  @Test
  void tooManyOfEitherHurtNobody() {
    assertThat(Log.filled("{} and {}", new Object[] {1})).isEqualTo("1 and {}");
    assertThat(Log.filled("{}", new Object[] {1, 2})).isEqualTo("1");
  }

  @Test
  void whatAnArgumentSaysIsNoPlace() {
    assertThat(Log.filled("{} {}", new Object[] {"{}", "x"})).isEqualTo("{} x");
    assertThat(Log.filled("it's {0} {a}", new Object[] {1})).isEqualTo("it's {0} {a}");
  }
}
