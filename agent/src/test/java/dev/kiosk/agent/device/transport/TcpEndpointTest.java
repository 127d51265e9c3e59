package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://10.0.0.7:9101,10.0.0.7,9101",
    "tcp://10.0.0.7,10.0.0.7,9100",
    "tcp://printer-3.gate.example,printer-3.gate.example,9100",
    "tcp://localhost:1,localhost,1",
    "tcp://[::1]:65535,::1,65535",
    "tcp://[fd00::7],fd00::7,9100",
    "tcp://[fe80::1%eth0]:9100,fe80::1%eth0,9100"
  })
  void readsNamesAndAddresses(String text, String host, int port) {
    assertThat(TcpEndpoint.parse(text, 9100)).isEqualTo(new TcpEndpoint(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.7:9100",
        "tcp://",
        "tcp://:9100",
        "tcp://host:",
        "tcp://host:0",
        "tcp://host:65536",
        "tcp://host:9100/x",
        "tcp://10.0.0.256",
        "tcp://10.1",
        "tcp://1.2.3.4.",
        "tcp://fd00::7",
        "tcp://[host]:9100",
        "tcp://a b",
        "tcp://-a",
        "udp://host:1"
      })
  void refusesAnythingElseWithASentenceThatQuotesIt(String text) {
    assertThatThrownBy(() -> TcpEndpoint.parse(text, 9100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"" + text + "\": ")
        .hasMessageContaining("tcp://10.0.0.7:9100");
  }

  @Test
  void doesNotRepeatWhatMayBeAPassword() {
    assertThatThrownBy(() -> TcpEndpoint.parse("tcp://me:pa/ss@host", 9100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint \"tcp://…@host\": ");
  }

  @Test
  void itsTextCanBeReadAgain() {
    var endpoint = new TcpEndpoint("fd00::7", 9100);

    assertThat(endpoint).hasToString("tcp://[fd00::7]:9100");
    assertThat(TcpEndpoint.parse(endpoint.toString(), 1)).isEqualTo(endpoint);
  }
}
