package dev.kiosk.agent.status.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HttpDateTest {

  @Test
  void isWrittenAsTheStandardHasIt() {
    assertThat(HttpDate.of(784_111_777_999L)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(HttpDate.of(0)).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @Test
  void agreesWithTheJdkOnEachDayOfSomeYears() {
    var form =
        DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    for (long millis = 1_700_000_000_000L; millis < 1_900_000_000_000L; millis += 86_399_123L) {
      assertThat(HttpDate.of(millis)).isEqualTo(form.format(Instant.ofEpochMilli(millis)));
    }
  }
}
