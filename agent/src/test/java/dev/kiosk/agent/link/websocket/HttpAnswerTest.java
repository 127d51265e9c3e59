package dev.kiosk.agent.link.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

  private static final String BUSY_UNTIL_NOON =
      "HTTP/1.1 503 Busy\r\nRetry-After: Wed, 01 Jan 2025 12:00:00 GMT\r\n";

  private static final long ELEVEN = Instant.parse("2025-01-01T11:00:00Z").toEpochMilli();

  @Test
  void aMomentIsMeasuredByOurClockWhenTheServerDoesNotTellItsOwn() {
    assertThat(HttpAnswer.parse(BUSY_UNTIL_NOON, ELEVEN))
        .isNotNull()
        .satisfies(answer -> assertThat(answer.retryAfterSeconds()).hasValue(3600));
  }

  @Test
  void aMomentIsMeasuredByTheServersClockWhenItTellsIt() {
    String answered = BUSY_UNTIL_NOON + "Date: Wed, 01 Jan 2025 11:59:00 GMT\r\n";
    assertThat(HttpAnswer.parse(answered, 0)) // as a kiosk that booted in 1970
        .isNotNull()
        .satisfies(answer -> assertThat(answer.retryAfterSeconds()).hasValue(60));
  }

  @Test
  void whatIsNoStatusLineIsNoAnswer() {
    assertThat(HttpAnswer.parse("HTTP/1.1 fine\r\n", 0)).isNull();
    assertThat(HttpAnswer.parse("", 0)).isNull();
  }
}
