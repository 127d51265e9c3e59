package dev.kiosk.agent.device.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.Fuzz;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

class SnmpEngineTest {

  private static final InetSocketAddress PRINTER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 161);

  /** GET hrPrinterDetectedErrorState.1 by v2c, and its answer: low paper, in two octets. */
  private static final String QUESTION =
      "302d020101040773616d73756e67a01f02045f93274a0201000201003011300f060b2b06010201190305010201"
          + "0500";

  private static final String ANSWER =
      "302f020101040773616d73756e67a22102045f93274a02010002010030133011060b2b06010201190305010201"
          + "04028000";

  /** A report to a v3 question: the engine's id, boots and time, and that it was not known. */
  private static final String REPORT =
      "306b020103300f020300a1b2020205c00401000201030423302104098000137004676174650201070201640400"
          + "0400040004000430302e04098000137004676174650400a81f02015102010002010030143012060a2b0601"
          + "060f0101040041040000000a";

  private static SnmpEngine engine(String options) throws SnmpException {
    return SnmpEngine.open(SnmpEndpoint.parse("snmp://127.0.0.1?" + options));
  }

  private static PDU question(SnmpEngine engine, Version version) {
    PDU question = engine.question(version, PDU.GET);
    question.add(new VariableBinding(Oids.of(Oids.HR_PRINTER_ERROR_STATE, 1)));
    question.setRequestID(new Integer32(0x5F93274A));
    return question;
  }

  @Test
  void asksInTheBytesOfTheStandard() throws Exception {
    SnmpEngine engine = engine("community=samsung");

    engine.ask(Version.V2C, question(engine, Version.V2C), PRINTER);

    assertThat(HexFormat.of().formatHex(engine.datagram())).isEqualTo(QUESTION);
    assertThat(engine.datagram()).isNull();
  }

  @Test
  void readsTheBytesOfTheStandard() throws Exception {
    SnmpEngine engine = engine("community=samsung");
    var handle = engine.ask(Version.V2C, question(engine, Version.V2C), PRINTER);

    SnmpEngine.Answer answer =
        Objects.requireNonNull(engine.read(HexFormat.of().parseHex(ANSWER), PRINTER));

    assertThat(answer.handle()).isEqualTo(handle);
    assertThat(Meaning.answer(answer.version(), answer.pdu()))
        .isEqualTo("SNMP v2c answer: hrPrinterDetectedErrorState.1 = octets 80 00");
  }

  @Test
  void answersNoQuestionWhateverComes() throws Exception {
    SnmpEngine engine = engine("community=samsung");

    assertThat(engine.read(HexFormat.of().parseHex(QUESTION), PRINTER)).isNull();
    assertThat(engine.datagram()).isNull();
  }

  @Test
  void noDatagramMakesItThrow() throws Exception {
    SnmpEngine community = engine("community=samsung");
    SnmpEngine user = engine("user=kiosk");
    community.ask(Version.V2C, question(community, Version.V2C), PRINTER);
    user.ask(Version.V3, question(user, Version.V3), PRINTER);
    byte[] answer = HexFormat.of().parseHex(ANSWER);
    byte[] old = answer.clone();
    old[4] = 0; // the same as v1
    Fuzz.of(answer, old, HexFormat.of().parseHex(REPORT))
        .feed(
            input -> {
              judge(community.read(input, PRINTER));
              judge(user.read(input, PRINTER));
              assertThat(community.datagram()).isNull();
            });
  }

  /** Whatever was understood is put into words and judged, too. */
  private static void judge(SnmpEngine.@Nullable Answer answer) {
    if (answer == null) {
      return;
    }
    assertThat(Meaning.answer(answer.version(), answer.pdu())).startsWith("SNMP v");
    Map<OID, Variable> values = new TreeMap<>();
    for (VariableBinding each : answer.pdu().getVariableBindings()) {
      if (!(each.getVariable() instanceof Null)) {
        values.put(each.getOid(), each.getVariable());
      }
    }
    try {
      assertThat(PrinterState.of(new Mib(values), 1, true, true).findings()).doesNotContainNull();
    } catch (SnmpException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
