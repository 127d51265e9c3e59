package dev.kiosk.agent.device.snmp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * A small agent for v1 and v2c that can be told to be as bad as some are. It builds its messages by
 * hand, so that one mistake cannot hide at both ends.
 */
final class FakeAgent implements AutoCloseable {

  private static final int V1 = 0;

  private final DatagramSocket socket;
  private final NavigableMap<OID, Variable> values =
      Collections.synchronizedNavigableMap(new TreeMap<>());
  private final List<PDU> questions = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean onlyV1;
  private volatile Function<byte[], List<byte[]>> network = List::of;
  private volatile Function<PDU, @Nullable PDU> quirk = answer -> answer;

  private FakeAgent(DatagramSocket socket) {
    this.socket = socket;
  }

  static FakeAgent start() throws IOException {
    var agent = new FakeAgent(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
    var thread = new Thread(agent::run, "fake-snmp");
    thread.setDaemon(true);
    thread.start();
    return agent;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Takes these values, and no others. */
  FakeAgent tells(Told told) {
    values.clear();
    values.putAll(told.values());
    return this;
  }

  /** Hears no v2c, like an agent of the nineties. */
  FakeAgent onlyV1() {
    onlyV1 = true;
    return this;
  }

  /** What becomes of each datagram. */
  void network(Function<byte[], List<byte[]>> behaviour) {
    network = behaviour;
  }

  /** What becomes of each answer; null for none. */
  void quirk(Function<PDU, @Nullable PDU> behaviour) {
    quirk = behaviour;
  }

  /** All questions so far. */
  List<PDU> questions() {
    synchronized (questions) {
      return List.copyOf(questions);
    }
  }

  private void run() {
    var packet = new DatagramPacket(new byte[65_507], 65_507);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        for (byte[] each : answer == null ? List.<byte[]>of() : network.apply(answer)) {
          socket.send(new DatagramPacket(each, each.length, packet.getSocketAddress()));
        }
      } catch (IOException closedOrMalformed) {
        // ends when it is closed
      }
    }
  }

  private byte @Nullable [] answer(byte[] message) throws IOException {
    int at = 2 + (message[1] < 0 ? message[1] & 0x7F : 0);
    int version = message[at + 2];
    int community = at + 3;
    int pduAt = community + 2 + message[community + 1];
    PDU question = version == V1 ? new PDUv1() : new PDU();
    question.decodeBER(new BERInputStream(ByteBuffer.wrap(message, pduAt, message.length - pduAt)));
    questions.add(question);
    if (onlyV1 && version != V1) {
      return null;
    }
    PDU answer = quirk.apply(answered(question, version == V1));
    if (answer == null) {
      return null;
    }
    var out = new BEROutputStream(ByteBuffer.allocate(answer.getBERLength()));
    answer.encodeBER(out);
    return wrapped(Arrays.copyOfRange(message, at, pduAt), out.getBuffer().array());
  }

  private static byte[] wrapped(byte[] head, byte[] pdu) {
    int length = head.length + pdu.length;
    ByteBuffer whole = ByteBuffer.allocate(4 + length);
    whole.put((byte) 0x30).put((byte) 0x82).putShort((short) length).put(head).put(pdu);
    return whole.array();
  }

  private PDU answered(PDU question, boolean v1) {
    PDU answer = (PDU) question.clone();
    answer.clear();
    answer.setType(PDU.RESPONSE);
    answer.setRequestID(question.getRequestID());
    answer.setErrorStatus(0);
    answer.setErrorIndex(0);
    int rows = question.getType() == PDU.GETBULK ? question.getMaxRepetitions() : 1;
    List<OID> at =
        new ArrayList<>(
            question.getVariableBindings().stream().map(VariableBinding::getOid).toList());
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < at.size(); i++) {
        VariableBinding found = find(at.get(i), question.getType() != PDU.GET);
        if (v1 && found.isException()) {
          answer.clear();
          answer.setRequestID(question.getRequestID()); // cleared, too
          answer.addAll(question.getVariableBindings());
          answer.setErrorStatus(PDU.noSuchName);
          answer.setErrorIndex(i + 1);
          return answer;
        }
        answer.add(found);
        at.set(i, found.getOid());
      }
    }
    return answer;
  }

  private VariableBinding find(OID name, boolean next) {
    if (!next) {
      Variable value = values.get(name);
      return new VariableBinding(name, value == null ? Null.noSuchObject : value);
    }
    var higher = values.higherEntry(name);
    return higher == null
        ? new VariableBinding(name, Null.endOfMibView)
        : new VariableBinding(higher.getKey(), higher.getValue());
  }

  @Override
  public void close() {
    socket.close();
  }
}
