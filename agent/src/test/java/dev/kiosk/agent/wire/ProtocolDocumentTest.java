package dev.kiosk.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.command.Outcome.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The document for those who write a server says nothing that the schemas do not. */
class ProtocolDocumentTest {

  private final Contract contract = new Contract();
  private final String document = Contract.text(Contract.FOLDER.resolve("PROTOCOL.md"));

  private List<String> frames(String sender) {
    return document
        .lines()
        .filter(line -> line.startsWith(sender + "> "))
        .map(line -> line.substring(sender.length() + 2))
        .toList();
  }

  @Test
  void itsFramesKeepToTheSchemas() {
    assertThat(frames("a")).hasSizeGreaterThan(10);
    for (String frame : frames("a")) {
      assertThat(contract.faults(contract.schema("agent-to-server"), frame)).as(frame).isEmpty();
    }
    assertThat(frames("s")).hasSizeGreaterThan(4);
    for (String frame : frames("s")) {
      assertThat(contract.faults(contract.schema("server-to-agent"), frame)).as(frame).isEmpty();
      assertThat(new FrameReader().read(frame))
          .as(frame)
          .isNotInstanceOfAny(ServerMessage.Ignored.class, ServerMessage.ProtocolError.class);
    }
  }

  @Test
  void itNamesEveryReason() {
    assertThat(document).contains(Arrays.stream(Reason.values()).map(Reason::word).toList());
    assertThat(document)
        .contains(Arrays.stream(GapReason.values()).map(GapReason::wireName).toList());
  }
}
