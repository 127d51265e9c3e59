package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new TokenCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void itShowsANewTokenOnceAndTheLineThatHasItsHashOnly() {
    assertThat(run("--tenant", "acme", "--role", "operator", "--name", "ana")).isZero();
    assertThat(out.toString())
        .matches(
            "token  [A-Za-z0-9_-]{43}\\R +shown this once.*\\R"
                + "line   sha256:[0-9a-f]{64} tenant=acme role=operator name=ana\\R");
    String first = out.toString();
    run("--tenant", "acme", "--role", "operator", "--name", "ana");
    assertThat(out.toString()).doesNotEndWith(first);
  }

  @Test
  void theLineOfATokenThatIsThereIsAllThatItPrints(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "demo-agent\n");
    assertThat(
            run("--tenant", "acme", "--role", "agent", "--host", "K1", "--from", file.toString()))
        .isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "sha256:7a281dacac30cea2f30d7c8f489ab9c046efb0f2215c0e4218c58c182a9c28b4"
                + " tenant=acme role=agent host=K1");
  }

  @Test
  void whatTheHubWouldRefuseIsAUsageError(@TempDir Path dir) throws Exception {
    assertThat(run("--tenant", "*", "--role", "operator")).isEqualTo(2);
    assertThat(err.toString()).startsWith("tenant=* is for role=admin and role=viewer only");
    assertThat(run("--tenant", "acme", "--role", "viewer", "--host", "K1")).isEqualTo(2);
    assertThat(run("--tenant", "two words", "--role", "viewer")).isEqualTo(2);
    Path tooShort = Files.writeString(dir.resolve("token"), "short");
    assertThat(run("--tenant", "acme", "--role", "viewer", "--from", tooShort.toString()))
        .isEqualTo(2);
    assertThat(run("--tenant", "acme", "--role", "viewer", "--from", dir + "/absent")).isEqualTo(1);
    assertThat(err.toString()).contains("absent cannot be read: ");
  }
}
