package dev.kiosk.agent.device.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.device.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;

class SnmpEndpointTest {

  private static final String V3 =
      "snmp://10.0.0.7?user=kiosk&auth=SHA-256&priv=AES&auth_file=/etc/a&priv_file=/etc/p";

  @ParameterizedTest
  @CsvSource({
    "snmp://10.0.0.7,                                   snmp://10.0.0.7:161",
    "snmp://10.0.0.7?community=s3cret,                  snmp://10.0.0.7:161",
    "snmp://printer.example:1161?community=a&version=1, snmp://printer.example:1161",
    "snmp://[fd00::7]?version=2c,                       snmp://[fd00::7]:161",
    "snmp://10.0.0.7?user=kiosk,                        snmp://10.0.0.7:161?user=kiosk"
  })
  void itsTextHoldsNoSecret(String text, String canonical) {
    assertThat(SnmpEndpoint.parse(text)).hasToString(canonical);
  }

  @Test
  void readsVersionAndCommunity() {
    SnmpEndpoint usual = SnmpEndpoint.parse("snmp://10.0.0.7");
    SnmpEndpoint old = SnmpEndpoint.parse("snmp://10.0.0.7?community=a%26b%C3%A4&version=1");

    assertThat(usual.community()).isEqualTo("public");
    assertThat(usual.first()).isEqualTo(Version.V2C);
    assertThat(usual.other(Version.V2C)).isEqualTo(Version.V1);
    assertThat(old.community()).isEqualTo("a&bä");
    assertThat(old.first()).isEqualTo(Version.V1);
    assertThat(old.other(Version.V1)).isNull();
  }

  @Test
  void readsAUserWithProtocolsAndFiles() {
    SnmpEndpoint endpoint = SnmpEndpoint.parse(V3);

    assertThat(endpoint.first()).isEqualTo(Version.V3);
    assertThat(endpoint.security())
        .isEqualTo(
            new Security(
                "kiosk",
                "",
                AuthHMAC192SHA256.ID,
                Path.of("/etc/a"),
                PrivAES128.ID,
                Path.of("/etc/p")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://10.0.0.7",
        "snmp://",
        "snmp://10.0.0.7:99999",
        "snmp://s3cret@10.0.0.7",
        "snmp://10.0.0.7&community=s3cret",
        "snmp://10.0.0.7/s3cret",
        "snmp://10.0.0.7:161 s3cret",
        "snmp://10.0.0.7?s3cret",
        "snmp://10.0.0.7?comunity=s3cret",
        "snmp://10.0.0.7?community=",
        "snmp://10.0.0.7?community=s3cret&community=s3cret",
        "snmp://10.0.0.7?community=s3cret&community_file=/a",
        "snmp://10.0.0.7?community=s3cret%",
        "snmp://10.0.0.7?community=s3cret%ff",
        "snmp://10.0.0.7?community=s3cret&version=4",
        "snmp://10.0.0.7?community=s3cret&user=kiosk",
        "snmp://10.0.0.7?version=3",
        "snmp://10.0.0.7?user=kiosk&version=2c",
        "snmp://10.0.0.7?user=kiosk&auth=SHA-1&auth_file=/a",
        "snmp://10.0.0.7?user=kiosk&auth=SHA",
        "snmp://10.0.0.7?user=kiosk&auth_file=/a",
        "snmp://10.0.0.7?user=kiosk&auth=SHA&auth_file=a",
        "snmp://10.0.0.7?user=kiosk&priv=AES&priv_file=/a",
        "snmp://10.0.0.7?user=kiosk&auth_pass=s3cret"
      })
  void refusesWhatItCannotReadInOneSentenceWithoutSecrets(String text) {
    assertThatThrownBy(() -> SnmpEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint ")
        .hasMessageContaining("expected for instance snmp://")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void noTextMakesItThrowAnythingButItsOwn() {
    Fuzz.of(
            V3.getBytes(StandardCharsets.UTF_8),
            "snmp://[fd00::7]:161?community=a%26&version=2c".getBytes(StandardCharsets.UTF_8))
        .feed(
            input -> {
              try {
                SnmpEndpoint.parse(new String(input, StandardCharsets.UTF_8));
              } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).startsWith("endpoint ");
              }
            });
  }
}
