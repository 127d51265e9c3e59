package dev.kiosk.simulator.hub;

import static dev.kiosk.simulator.hub.Frames.ack;
import static dev.kiosk.simulator.hub.Frames.batch;
import static dev.kiosk.simulator.hub.Frames.cpu;
import static dev.kiosk.simulator.hub.Frames.gap;
import static dev.kiosk.simulator.hub.Frames.hello;
import static dev.kiosk.simulator.hub.Frames.setThreshold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.peer.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

  private Path dir;

  @BeforeEach
  void useFolder(@TempDir Path folder) {
    dir = folder;
  }

  @Test
  void whatHappensIsCounted() throws Exception {
    try (HubServer hub = HubServer.start(HubFixture.config(dir.resolve("data")));
        Client agent = Client.agent(hub).send(hello());
        Client operator = Client.operator(hub, "acme")) {
      agent.next();
      agent.send(batch("readings", 5, cpu(1), cpu(2))).next();
      agent.send(batch("readings", 5, cpu(1), cpu(2), cpu(3))).next();
      agent.send(batch("alerts", 0, gap("readings", 0, 5))).next();
      agent.next();
      operator.send(setThreshold("T1-K017", 85, "c1"));
      agent.next();
      agent.send(ack("c1", "90"));
      operator.next();
      operator.send(setThreshold("T1-K017", 85, "c2"));
      agent.next();
      agent.send("{\"kind\":\"nack\",\"cid\":\"c2\",\"reason\":\"made-up-by-t-one: no\"}");
      operator.next();
      operator.send(setThreshold("T1-K099", 85, "c3")).next();
      HubFixture.get(hub, "/api/hosts", "Origin", "https://evil.example");
      String figures = HubFixture.get(hub, "/metrics").body();
      assertThat(figures.lines())
          .contains(
              "kiosk_hub_agents_connected 1",
              "kiosk_hub_operators_connected 1",
              "kiosk_hub_events_stored_total 4",
              "kiosk_hub_events_duplicate_total 2",
              "kiosk_hub_gaps_total 1",
              "kiosk_hub_receipts_total 4",
              "kiosk_hub_commands_total{outcome=\"ack\"} 1",
              "kiosk_hub_commands_total{outcome=\"offline\"} 1",
              "kiosk_hub_commands_total{outcome=\"other\"} 1",
              "kiosk_hub_refused_logins_total{door=\"http\"} 1",
              "kiosk_hub_operator_events_dropped_total 0",
              "kiosk_hub_store_seconds_count 3",
              "kiosk_hub_store_queue_jobs 0",
              "kiosk_hub_store_ok 1");
      assertThat(figures).doesNotContain("acme", "T1-K", "made-up");
    }
  }

  @Test
  void prometheusTakesThemWithoutAWarning() throws Exception {
    Peer.needs("promtool", "prometheus");
    try (HubServer hub = HubServer.start(HubFixture.config(dir.resolve("data")))) {
      var answer = HubFixture.get(hub, "/metrics");
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      Path file = Files.writeString(dir.resolve("figures"), answer.body());
      assertThat(Peer.run("sh", "-c", "exec promtool check metrics < " + file)).isBlank();
    }
  }
}
