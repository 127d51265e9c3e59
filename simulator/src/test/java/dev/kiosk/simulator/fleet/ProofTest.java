package dev.kiosk.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kiosk.agent.spool.Lane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server says that it stored, against what kiosks appended. */
class ProofTest {

  private final StringBuilder lines = new StringBuilder();
  private final Book book = new Book();
  private @Nullable HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer started = HttpServer.create(local, 0);
    server = started;
    started.createContext(
        "/api/events",
        exchange -> {
          byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    started.start();
    for (int number = 0; number < 3; number++) {
      book.took("A", Lane.READINGS, number, number);
    }
  }

  @AfterEach
  void stop() {
    running().stop(0);
  }

  private HttpServer running() {
    return Objects.requireNonNull(server);
  }

  private Proof.Result proof() throws FleetException {
    URI uri = URI.create("ws://127.0.0.1:%d/ws/agent".formatted(running().getAddress().getPort()));
    return Proof.of(FleetConfig.of(1, uri, Duration.ofSeconds(3)), Map.of("F00001", List.of(book)));
  }

  private void stored(String spool, long position, double pct) {
    lines.append(
        """
        {"tenant":"fleet","host":"F00001","spool":"%s","lane":"readings","position":%d,\
        "event":{"type":"cpu","ts":1,"tenantId":"fleet","host":"F00001","pct":%s}}
        """
            .formatted(spool, position, pct));
  }

  @Test
  void eachEventOnceIsWell() throws FleetException {
    stored("A", 0, 0);
    stored("A", 1, 0.01);
    stored("A", 2, 0.02);
    stored("of an earlier run", 0, 50);

    assertThat(proof()).isEqualTo(new Proof.Result(3, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void anEventThatIsMissingIsLost() throws FleetException {
    stored("A", 0, 0);
    stored("A", 2, 0.02);

    assertThat(proof().lost()).isEqualTo(1);
    assertThat(proof().examples())
        .containsExactly("lost: F00001, lane readings, position 1, event 1");
  }

  @Test
  void anEventThatAKillTookIsNoLoss() throws FleetException {
    stored("A", 0, 0);
    stored("A", 1, 0.01);
    book.excuse(Lane.READINGS, 2);

    assertThat(proof().lost()).isZero();
    assertThat(proof().excused()).isEqualTo(1);
  }

  @Test
  void anEventUnderTwoIdentitiesIsTwice() throws FleetException {
    stored("A", 0, 0);
    stored("A", 1, 0.01);
    stored("A", 2, 0.02);
    book.took("B", Lane.READINGS, 2, 2);
    stored("B", 2, 0.02);

    assertThat(proof().twice()).isEqualTo(1);
    assertThat(proof().stored()).isEqualTo(3);
  }

  @Test
  void anotherEventAtAnIdentityIsStrange() throws FleetException {
    stored("A", 0, 0);
    stored("A", 1, 0.02);
    stored("A", 2, 0.02);
    stored("A", 3, 0.03);

    assertThat(proof().strange()).isEqualTo(2);
    assertThat(proof().isWell()).isFalse();
  }

  @Test
  void whatAFullSpoolDroppedIsToldByItsGap() throws FleetException {
    stored("A", 2, 0.02);
    lines.append(
        """
        {"tenant":"fleet","host":"F00001","spool":"A","lane":"alerts","position":0,\
        "event":{"type":"gap","ts":1,"tenantId":"fleet","host":"F00001","lane":"readings",\
        "first":0,"count":2,"reason":"full"}}
        """);

    assertThat(proof().dropped()).isEqualTo(2);
    assertThat(proof().isWell()).isTrue();
  }
}
