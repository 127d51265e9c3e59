package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigChangeTest {

  private static final String BEFORE =
      """
      [kiosk]
      tenant_id = "acme"
      host = "K"
      [server]
      url = "wss://fleet.example.com/ws/agent?key=abc"
      token_file = "/etc/token"
      [[device]]
      id = "bagtag"
      kind = "printer"
      driver = "escpos"
      endpoint = "tcp://127.0.0.1:9100"
      [[device]]
      id = "pass"
      kind = "printer"
      driver = "zpl"
      endpoint = "tcp://127.0.0.1:9101"
      """;

  private static AgentConfig read(String text) throws ConfigException {
    return ConfigReader.parse("agent.toml", text, Path.of("/"));
  }

  private static String change(String old, String now) throws ConfigException {
    return ConfigChange.words(read(BEFORE), read(BEFORE.replace(old, now)));
  }

  @Test
  void theSameFileReadTwiceIsTheSameConfiguration() throws Exception {
    assertThat(read(BEFORE)).isEqualTo(read(BEFORE));
    assertThat(change("", "")).isEqualTo("nothing");
  }

  @Test
  void aChangedSecretCountsAndIsNotTold() throws Exception {
    assertThat(change("key=abc", "key=xyz")).isEqualTo("[server]");
    assertThat(change("/etc/token", "/etc/other")).isEqualTo("[server]");
  }

  @Test
  void eachTableIsNamed() throws Exception {
    assertThat(change("\"K\"", "\"L\"")).isEqualTo("[kiosk]");
    String more =
        """
        [spool]
        max_age = "7d"
        [sample]
        cpu = "2s"
        [threshold.disk]
        pct = 80
        [status]
        listen = "off"
        [service]
        socket = "off"
        [server]
        """;
    assertThat(change("[server]\n", more))
        .isEqualTo("[spool], [sample], [threshold], [status], [service]");
  }

  @Test
  void devicesAreNamedOneByOne() throws Exception {
    assertThat(change("127.0.0.1:9101", "127.0.0.1:9102")).isEqualTo("device pass");
    assertThat(change("\"pass\"", "\"boarding\""))
        .isEqualTo("device boarding (new), device pass (gone)");
  }
}
