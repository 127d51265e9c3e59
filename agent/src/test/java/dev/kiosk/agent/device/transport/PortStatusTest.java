package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortStatusTest {

  @ParameterizedTest
  @CsvSource({
    "38, MEDIA_OUT",
    "08, DEVICE_OFFLINE",
    "10, RECOVERABLE_FAULT",
    "30, MEDIA_OUT RECOVERABLE_FAULT",
    "20, MEDIA_OUT DEVICE_OFFLINE RECOVERABLE_FAULT",
    "B8, MEDIA_OUT"
  })
  void showsFaults(String status, String expected) {
    List<Condition> wanted = Arrays.stream(expected.split(" ")).map(Condition::valueOf).toList();
    List<Finding> faults = PortStatus.faults(Integer.parseInt(status, 16));

    assertThat(faults).extracting(Finding::condition).containsExactlyElementsOf(wanted);
    assertThat(PortStatus.CAN_SHOW).containsAll(wanted);
  }

  /** 00 and FF come from printers without such lines; 18 is what many always say. */
  @ParameterizedTest
  @ValueSource(ints = {0x18, 0x00, 0xFF, 0x07, 0xC7})
  void showsNothingWhereTheLinesAreNotDriven(int status) {
    assertThat(PortStatus.faults(status)).isEmpty();
  }

  @Test
  void isExplainedLineByLine() {
    assertThat(PortStatus.meaning(0x18)).isEqualTo("GET_PORT_STATUS: paper, selected, no error");
    assertThat(PortStatus.meaning(0x20))
        .isEqualTo("GET_PORT_STATUS: paper empty, not selected, error");
    assertThat(PortStatus.meaning(0x00)).contains("does not drive its status lines");
  }
}
