package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a secret is written, in the configuration or where it is repeated, it is found. */
class KnownSecretsTest {

  @TempDir private Path dir = Path.of("");
  private Path token = Path.of("");

  @BeforeEach
  void plant() throws IOException {
    token = Files.writeString(dir.resolve("t"), "s3cret+tok/en==\n");
  }

  private KnownSecrets known(String toml) {
    return KnownSecrets.of(toml.replace("FILE", token.toString()), dir.resolve("root"));
  }

  private String scrubbed(String toml, String text) {
    return known(toml).secrets().scrub(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[server]\ntoken_file = \"FILE\"",
        "[server]\n\"token_file\" = \"FILE\"",
        "[server]\n'token_file' = 'FILE'",
        "\"server\".\"token_file\" = \"FILE\"",
        "server = { 'token_file' = \"FILE\" }",
        "[server]\ntoken_file = \"\"\"\nFILE\"\"\"",
        "[server]\ntoken_file = '''FILE'''",
        "[server]\ntoken_file = \"\\u002fFILE\"",
        "[server]\n# token_file = \"FILE\"",
        "[server\ntoken_file = FILE # not TOML",
        "[[device]]\nendpoint = \"snmp://h?user=u&auth\\u005ffile=FILE\"",
      })
  void aFileThatIsNamedInAnyFormIsLookedInto(String toml) {
    assertThat(scrubbed(toml, "it was s3cret+tok/en==.")).isEqualTo("it was ***.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint = \"snmp://h?communit\\u0079=s3crét\"",
        "endpoint = \"\"\"snmp://h?community=\\\n    s3crét\"\"\"",
        "endpoint = 'snmp://h?community=s3cr%C3%A9t'",
        "endpoint = 'snmp://h?community=s3crét'\nnot TOML",
        "url = \"wss://h/p?s3crét\"",
        "url = \"https://h/p?k=s3crét\"",
        "url = \"wss://h/p?x=1&k=s3cr\\u00e9t\"",
        "token = \"s3crét\"",
        "'my-password' = \"s3crét\"",
        "token = s3crét # not TOML",
      })
  void whatStandsInTheConfigurationItselfIsKnown(String toml) {
    assertThat(scrubbed(toml, "it was s3crét.")).isEqualTo("it was ***.");
  }

  @Test
  void itIsFoundInOtherEncodingsToo() {
    byte[] bytes = "s3cret+tok/en==".getBytes(StandardCharsets.UTF_8);
    for (String written :
        new String[] {
          "s3cret%2Btok%2Fen%3D%3D",
          "s3cret%2btok%2fen%3d%3d",
          "s3cret%2Btok/en%3D%3D",
          Base64.getEncoder().encodeToString(bytes),
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        }) {
      assertThat(scrubbed("token_file = \"FILE\"", "it was " + written + " there"))
          .as(written)
          .matches("it was \\*\\*\\*=* there");
    }
  }

  @Test
  void theQueryOfAServersAddressIsASecretEvenIfItHoldsNoLonger() {
    assertThat(Secrets.mask("\"wss://h/p?k=s3cret&s3cret\": Connected to ws://h/p?k=s3cret: why"))
        .isEqualTo("\"wss://h/p?k=***&***\": Connected to ws://h/p?k=*** why");
  }

  @Test
  void aPasswordMayHoldWhatEndsIt() {
    assertThat(Secrets.mask("at http://user:s3@cret@host/x and y@z"))
        .isEqualTo("at http://***@host/x and y@z");
  }

  @Test
  void aTokenInThePlaceOfItsFileIsASecret() {
    String toml = "[server]\ntoken_file = \"eyJhbGciOiJIUzI1NiJ9.s3cret\"";
    assertThat(scrubbed(toml, "The token file eyJhbGciOiJIUzI1NiJ9.s3cret cannot be read"))
        .isEqualTo("The token file *** cannot be read");
    assertThat(scrubbed("token_file = \"/etc/kiosk-agent/no-such-token\"", "no-such-token"))
        .isEqualTo("no-such-token");
    assertThat(scrubbed("token_file = \"token\"", "the token")).isEqualTo("the token");
  }

  @Test
  void aFileThatCannotBeReadIsTold() {
    var known = known("token_file = \"/proc/self/mem\"\nca_file = \"FILE\"");
    assertThat(known.unread()).containsExactly(Path.of("/proc/self/mem"));
    assertThat(known("token_file = \"FILE\"").unread()).isEmpty();
    assertThat(known("token_file = \"/no/such/file\"").unread()).isEmpty();
  }
}
