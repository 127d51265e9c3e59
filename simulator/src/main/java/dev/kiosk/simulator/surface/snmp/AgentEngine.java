package dev.kiosk.simulator.surface.snmp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmp4j.CommandResponder;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.TransportStateReference;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.DefaultCounterListener;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.SecurityProtocols.SecurityProtocolSet;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.util.DefaultPDUFactory;

/** Turns datagrams of hosts into answers: versions and security of one agent. For one thread. */
final class AgentEngine {

  /** The longest name of an engine (RFC 3411, SnmpEngineID) without its head. */
  private static final int LONGEST_NAME = 27;

  private final UdpWire wire = new UdpWire();
  private final MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();

  private AgentEngine() {}

  /**
   * The engine of a device.
   *
   * @param device its id; it makes the engine's name, so that this is the same at each start
   */
  static AgentEngine of(String device, SnmpPlace place, CommandResponder responder) {
    var engine = new AgentEngine();
    engine.dispatcher.addTransportMapping(engine.wire);
    engine.dispatcher.addMessageProcessingModel(new MPv1());
    engine.dispatcher.addMessageProcessingModel(new MPv2c());
    engine.dispatcher.addCommandResponder(responder);
    SnmpPlace.User user = place.user();
    if (user != null) {
      engine.admit(user, engineId(device), place.boots());
    }
    return engine;
  }

  private void admit(SnmpPlace.User user, byte[] engineId, int boots) {
    var counters = new CounterSupport();
    counters.addCounterListener(new DefaultCounterListener()); // reports tell its counts
    var protocols = new SecurityProtocols(SecurityProtocolSet.maxCompatibility);
    var usm = new USM(protocols, new OctetString(engineId), boots, counters);
    usm.addUser(
        new UsmUser(
            octets(user.name()),
            AuthHMAC192SHA256.ID,
            octets(user.authPhrase()),
            PrivAES128.ID,
            octets(user.privPhrase())));
    var models = new SecurityModels();
    models.addSecurityModel(usm);
    dispatcher.addMessageProcessingModel(
        new MPv3(engineId, new DefaultPDUFactory(), protocols, models, counters));
  }

  private static OctetString octets(String text) {
    return new OctetString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An enterprise number with its highest bit set, 4 for text, and the text (RFC 3411). */
  private static byte[] engineId(String device) {
    byte[] name = ("sim-" + device).getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(name, Math.min(name.length, LONGEST_NAME));
    return ByteBuffer.allocate(5 + cut.length).putInt(0x8000_1370).put((byte) 4).put(cut).array();
  }

  /** The answers to a datagram: usually one; none when it is not for us. */
  List<byte[]> answers(byte[] datagram, InetSocketAddress host) {
    dispatcher.processMessage(
        wire,
        new UdpAddress(host.getAddress(), host.getPort()),
        ByteBuffer.wrap(datagram),
        new TransportStateReference(
            wire, null, null, SecurityLevel.undefined, SecurityLevel.undefined, false, null));
    List<byte[]> answers = new ArrayList<>();
    for (byte[] next = wire.next(); next != null; next = wire.next()) {
      answers.add(next);
    }
    return answers;
  }
}
