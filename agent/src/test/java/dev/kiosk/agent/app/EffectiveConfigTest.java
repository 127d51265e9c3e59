package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EffectiveConfigTest {

  @TempDir private Path dir = Path.of("");

  private static String resource(String name) throws IOException {
    try (InputStream in = EffectiveConfigTest.class.getResourceAsStream("/config/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String effective(String text) throws ConfigException, IOException {
    Path file = Files.writeString(dir.resolve("agent.toml"), text);
    return EffectiveConfig.of(ConfigReader.held(file, dir), List.of())
        .replace(file.toString(), "agent.toml");
  }

  private AgentConfig parse(String text) throws ConfigException {
    return ConfigReader.parse("agent.toml", text, dir);
  }

  @Test
  void everyKeyIsShownWithTheValueThatHolds() throws ConfigException, IOException {
    assertThat(effective(resource("effective.toml"))).isEqualTo(resource("effective.txt"));
  }

  @Test
  void secretsAreMaskedWhereverTheyStand() throws ConfigException, IOException {
    assertThat(effective(resource("effective.toml"))).contains("***").doesNotContain("pl4nted");
  }

  @Test
  void whatIsShownMeansTheSameWhenItIsPastedBack() throws ConfigException, IOException {
    String given = resource("effective.toml");
    String withSecrets =
        effective(given)
            .replace("access=***&room=***", "access=pl4nted-query&room=7")
            .replace("community=***", "community=pl4nted-community");
    assertThat(parse(withSecrets)).usingRecursiveComparison().isEqualTo(parse(given));
  }

  @Test
  void nothingIsADefaultAnyMoreOnceItIsPastedBack() throws ConfigException, IOException {
    String once = effective(resource("effective.toml"));
    assertThat(effective(once)).isEqualTo(once.replace(" # default", ""));
  }

  @Test
  void everyKeyThatIsDocumentedIsShown() throws ConfigException, IOException {
    String documented = Files.readString(Path.of("src/dist/conf/agent.toml"));
    String shown = effective(resource("effective.toml"));
    var keys = Pattern.compile("(?m)^(?:# )?([a-z_]+) = ").matcher(documented).results();
    assertThat(keys.map(key -> key.group(1)).distinct())
        .hasSizeGreaterThan(25)
        .allSatisfy(key -> assertThat(shown).containsPattern("(?m)^(# )?" + key + " (=|is)"));
  }

  @Test
  void theFilesThatAreNamedAreNotShown() throws IOException {
    Path token = Files.writeString(dir.resolve("token"), "pl4nted-token\n");
    Path file =
        Files.writeString(
            dir.resolve("agent.toml"),
            """
            [kiosk]
            tenant_id = "acme"
            [server]
            url = "wss://fleet.example.com/ws"
            token_file = "%s"
            """
                .formatted(token));
    var out = new StringWriter();
    CommandLine line = MainCommand.commandLine();
    line.setOut(new PrintWriter(out));
    assertThat(line.execute("config", "--root", dir.toString(), "check", "--effective", "" + file))
        .isZero();
    assertThat(out.toString())
        .contains("token_file = \"" + token + "\"\n")
        .contains("# note: ")
        .doesNotContain("pl4nted");
    assertThat(line.execute("config", "check", "--effective", "" + dir.resolve("none")))
        .isEqualTo(78);
  }
}
