package dev.kiosk.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.peer.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics, and the rules and the dashboard that ship with them, as Prometheus sees them. */
class MonitoringFilesTest {

  private static final Path RULES = Path.of("src/dist/prometheus/kiosk-agent.rules.yml");
  private static final Path RULES_TEST = Path.of("src/dist/prometheus/kiosk-agent.test.yml");
  private static final Path DASHBOARD = Path.of("src/dist/grafana/kiosk-agent.json");
  private static final Pattern NAME = Pattern.compile("kiosk_agent_[a-z_]+");
  private static final Pattern WRITTEN =
      Pattern.compile("^# TYPE (kiosk_agent_[a-z_]+) ", Pattern.MULTILINE);

  @TempDir private Path dir = Path.of("");

  private static String metrics(StatusSnapshot snapshot) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (StatusServer server = StatusServer.listen(loopback, () -> snapshot, new Counters())) {
      var url = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics").toURL();
      try (InputStream in = url.openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void prometheusTakesTheMetricsWithoutAWarning() throws Exception {
    Peer.needs("promtool", "prometheus");
    for (StatusSnapshot snapshot :
        List.of(
            Examples.healthy(),
            Examples.troubled(),
            Examples.hostile(),
            Examples.certificate(-1, "damaged"),
            Examples.serviced(Examples.healthy(), "Anna"))) {
      Path file = Files.writeString(dir.resolve("metrics.txt"), metrics(snapshot));
      assertThat(Peer.run("sh", "-c", "exec promtool check metrics < " + file)).isBlank();
    }
  }

  @Test
  void prometheusTakesTheRulesAndTheyDoWhatTheirTestSays() throws Exception {
    Peer.needs("promtool", "prometheus");
    assertThat(Peer.run("promtool", "check", "rules", RULES.toString())).contains("SUCCESS");
    assertThat(Peer.run("promtool", "test", "rules", RULES_TEST.toString())).contains("SUCCESS");
  }

  @Test
  void prometheusUnderstandsEachQueryOfTheDashboard() throws Exception {
    Peer.needs("promtool", "prometheus");
    var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    List<String> queries = queries();
    for (int i = 0; i < queries.size(); i++) {
      String query = queries.get(i).replace("$__rate_interval", "5m").replace("$kiosk", "K1");
      String yaml = new ObjectMapper().writeValueAsString(query); // JSON is YAML
      rules.append("  - {record: 'query:").append(i).append("', expr: ").append(yaml).append("}\n");
    }
    Path file = Files.writeString(dir.resolve("queries.yml"), rules);
    assertThat(Peer.run("promtool", "check", "rules", file.toString()))
        .contains("SUCCESS: " + queries.size() + " rules found");
  }

  @Test
  void everyMetricThatIsUsedIsWritten() throws IOException {
    Set<String> written =
        WRITTEN
            .matcher(metrics(Examples.healthy()))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    for (Path file : List.of(RULES, RULES_TEST, DASHBOARD)) {
      Set<String> used =
          NAME.matcher(Files.readString(file))
              .results()
              .map(MatchResult::group)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(used).as("%s", file).isNotEmpty().isSubsetOf(written);
    }
  }

  @Test
  void thePanelsOfTheDashboardHaveTheirOwnNumbersAndPlaces() throws IOException {
    JsonNode panels = dashboard().path("panels");
    assertThat(panels.findValuesAsText("id")).isNotEmpty().doesNotHaveDuplicates();
    var places = new ArrayList<String>();
    panels.forEach(panel -> places.add(panel.path("gridPos").toString()));
    assertThat(places).doesNotHaveDuplicates();
    panels.forEach(
        panel ->
            assertThat(panel.path("type").asText().equals("row"))
                .as(panel.path("title").asText())
                .isEqualTo(panel.path("targets").isEmpty()));
  }

  @Test
  void theServiceModeIsSaid() throws IOException {
    assertThat(metrics(Examples.healthy())).contains("\nkiosk_agent_service_mode 0\n");
    assertThat(metrics(Examples.serviced(Examples.healthy(), "Anna")))
        .contains("\nkiosk_agent_service_mode 1\n");
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(Files.readAllBytes(DASHBOARD));
  }

  private static List<String> queries() throws IOException {
    return dashboard().findValuesAsText("expr");
  }
}
