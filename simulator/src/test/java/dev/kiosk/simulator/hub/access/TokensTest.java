package dev.kiosk.simulator.hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final String HASH = "sha256:" + "ab".repeat(32);

  @Test
  void aMadeLineLetsInItsTokenAndShowsNothingOfIt(@TempDir Path dir) throws Exception {
    String token = TokenLine.randomToken();
    Map<String, @Nullable String> given = new HashMap<>();
    given.put("tenant", "acme");
    given.put("role", "agent");
    given.put("host", "T1-K017");
    given.put("name", "gate-17");
    String line = TokenLine.of(token, given);
    assertThat(token).hasSize(43);
    assertThat(line)
        .matches("sha256:[0-9a-f]{64} tenant=acme role=agent host=T1-K017 name=gate-17")
        .doesNotContain(token);
    Tokens tokens = Tokens.read(Files.writeString(dir.resolve("tokens"), "# gate\n" + line));
    Grant grant = new Grant("acme", Grant.Role.AGENT, "T1-K017", "gate-17");
    Pass pass = new Pass(grant, TokenLine.hash(token));
    assertThat(tokens.find(token)).isEqualTo(pass);
    assertThat(tokens.confirms(pass)).isTrue();
    assertThat(tokens.find(TokenLine.randomToken())).isNull();
    assertThat(tokens.find(line)).isNull();
    assertThat(tokens.find(line.split(" ")[0])).isNull();
  }

  @Test
  void aTokenWithoutANameHasOneThatTellsItApart(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("tokens"), HASH + " tenant=acme role=operator");
    Pass pass = new Pass(new Grant("acme", Grant.Role.OPERATOR, null, "operator-abababab"), "");
    assertThat(Tokens.read(file).confirms(new Pass(pass.grant(), "ab".repeat(32)))).isTrue();
  }

  @Test
  void allMistakesOfATokenFileAreNamedWithoutTheTokens(@TempDir Path dir) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("tokens"),
            """
            secret-one tenant=acme role=agent
            HASH role=agent
            HASH tenant=acme role=chief
            HASH tenant=acme role=agent colour=red
            HASH tenant=* role=agent
            HASH tenant=acme role=operator host=T1-K017
            HASH tenant=acme tenant=other role=agent
            HASH tenant=acme role=agent name=
            HASH tenant=acme role=agent
            HASH tenant=acme role=viewer
            """
                .replace("HASH", HASH));
    assertThatThrownBy(() -> Tokens.read(file))
        .isInstanceOf(BadFileException.class)
        .hasMessage(
            "token file %s: line 1: must begin with sha256: and the 64 digits of a token's hash,"
                + " never with the token; \"kiosk-simulator token\" makes such a line; "
                + "line 2: tenant= is missing; "
                + "line 3: role= must be agent, viewer, operator or admin; "
                + "line 4: \"colour\" is not one of tenant=, role=, host=, name=; "
                + "line 5: tenant=* is for role=admin and role=viewer only; "
                + "line 6: host= is for role=agent only; others have all hosts; "
                + "line 7: tenant= is given twice; "
                + "line 8: name= needs 1 to 128 characters; "
                + "line 10: this token stands in the file twice",
            file);
    assertThatThrownBy(() -> Tokens.read(Files.createFile(dir.resolve("empty"))))
        .hasMessageContaining("it names no token");
    assertThatThrownBy(() -> Tokens.read(dir.resolve("absent")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("cannot be read: there is no such file");
  }
}
