package dev.kiosk.simulator.hub.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.simulator.hub.store.SpoolId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T1-K017",
        "a.b",
        "*",
        ">",
        "a b",
        "Größe ☂",
        "100%",
        "a+b",
        "%2E",
        "\ud83d\ude00",
        "$JS"
      })
  void anyNameIsOneTokenThatReadsBack(String name) {
    String token = Subjects.token(name);
    assertThat(token).matches("[A-Za-z0-9_%-]+");
    assertThat(Subjects.name(token)).isEqualTo(name);
    SpoolId spool = new SpoolId(name, "k." + name, name);
    assertThat(Subjects.spool(Subjects.of(spool))).isEqualTo(spool);
  }

  @Test
  void noTwoNamesAreOneToken() {
    assertThat(Subjects.token("a.b")).isNotEqualTo(Subjects.token("a%2Eb"));
    assertThat(Subjects.token("A")).isNotEqualTo(Subjects.token("a"));
  }
}
