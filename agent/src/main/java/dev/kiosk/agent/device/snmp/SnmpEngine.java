package dev.kiosk.agent.device.snmp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Target;
import org.snmp4j.TransportStateReference;
import org.snmp4j.UserTarget;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.PduHandle;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.SecurityProtocols.SecurityProtocolSet;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.util.DefaultPDUFactory;

/**
 * Turns questions into datagrams and datagrams into answers, for one printer: versions, security
 * and message ids. It has no socket, no thread and no file; what it learned of the printer's v3
 * engine (id, boots, time) lives as long as it does. For one thread.
 */
final class SnmpEngine implements CommandResponder {

  /**
   * Our own name as an engine (RFC 3411: enterprise number, 4 = text). Only who answers needs a
   * name of his own, so one for all agents will do.
   */
  private static final byte[] ENGINE_ID = engineId("kiosk-agent");

  private static byte[] engineId(String text) {
    byte[] name = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer id = ByteBuffer.allocate(5 + name.length);
    return id.putInt(0x8000_1370).put((byte) 4).put(name).array();
  }

  private final Wire wire = new Wire();
  private final MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
  private final Map<Version, Target<UdpAddress>> targets = new EnumMap<>(Version.class);
  private final String context;
  private @Nullable String community;
  private @Nullable Answer answer;

  /**
   * What came back.
   *
   * @param handle of the question that it answers
   */
  record Answer(PduHandle handle, Version version, PDU pdu) {}

  private SnmpEngine(String context) {
    this.context = context;
  }

  /**
   * An engine for this endpoint.
   *
   * @throws SnmpException when a file with a secret cannot be used; the sentence names it
   */
  static SnmpEngine open(SnmpEndpoint endpoint) throws SnmpException {
    Security security = endpoint.security();
    var engine = new SnmpEngine(security == null ? "" : security.context());
    engine.dispatcher.addTransportMapping(engine.wire);
    engine.dispatcher.addCommandResponder(engine);
    if (security == null) {
      engine.openCommunity(endpoint);
    } else {
      engine.openUser(security);
    }
    return engine;
  }

  private void openCommunity(SnmpEndpoint endpoint) throws SnmpException {
    dispatcher.addMessageProcessingModel(new MPv1());
    dispatcher.addMessageProcessingModel(new MPv2c());
    String word =
        endpoint.communityFile() == null
            ? endpoint.community()
            : SecretFile.read("community_file", endpoint.communityFile(), 1);
    community = word;
    for (Version version : new Version[] {Version.V1, Version.V2C}) {
      var target = new CommunityTarget<UdpAddress>();
      target.setCommunity(octets(word == null ? "" : word));
      target.setVersion(version.number());
      targets.put(version, target);
    }
  }

  private void openUser(Security security) throws SnmpException {
    // Nothing of the library's shared tables is used: two agents in one JVM have nothing in common.
    var counters = new CounterSupport();
    var protocols = new SecurityProtocols(SecurityProtocolSet.maxCompatibility);
    var usm = new USM(protocols, new OctetString(ENGINE_ID), 1, counters);
    var models = new SecurityModels();
    models.addSecurityModel(usm);
    dispatcher.addMessageProcessingModel(
        new MPv3(ENGINE_ID, new DefaultPDUFactory(), protocols, models, counters));
    usm.addUser(
        new UsmUser(
            octets(security.user()),
            security.auth(),
            phrase("auth_file", security.authFile()),
            security.priv(),
            phrase("priv_file", security.privFile())));
    var target = new UserTarget<UdpAddress>();
    target.setSecurityName(octets(security.user()));
    target.setSecurityLevel(level(security.auth(), security.priv()).getSnmpValue());
    target.setVersion(Version.V3.number());
    targets.put(Version.V3, target);
  }

  private static SecurityLevel level(@Nullable OID auth, @Nullable OID priv) {
    if (auth == null) {
      return SecurityLevel.noAuthNoPriv;
    }
    return priv == null ? SecurityLevel.authNoPriv : SecurityLevel.authPriv;
  }

  private static @Nullable OctetString phrase(String what, @Nullable Path file)
      throws SnmpException {
    // RFC 3414, 11.2: a pass phrase has at least eight characters.
    return file == null ? null : octets(SecretFile.read(what, file, 8));
  }

  private static OctetString octets(String text) {
    return new OctetString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is to be hidden wherever bytes are shown; null when no version has one. */
  @Nullable String community() {
    return community;
  }

  /** A question of that version without content. */
  PDU question(Version version, int type) {
    PDU pdu =
        switch (version) {
          case V1 -> new PDUv1();
          case V2C -> new PDU();
          case V3 -> scoped();
        };
    pdu.setType(type);
    return pdu;
  }

  private ScopedPDU scoped() {
    var pdu = new ScopedPDU();
    pdu.setContextName(octets(context));
    return pdu;
  }

  /**
   * Makes the datagram of a question. For v3 the first one may ask for the printer's engine id
   * instead; the printer answers that with a report, and the question is to be asked again.
   *
   * @return how the answer will be known
   * @throws SnmpException when the question cannot be put into a message
   */
  PduHandle ask(Version version, PDU question, InetSocketAddress printer) throws SnmpException {
    Target<UdpAddress> target = targets.get(version);
    if (target == null) {
      throw new SnmpException("SNMP " + version + " is not configured");
    }
    target.setAddress(new UdpAddress(printer.getAddress(), printer.getPort()));
    try {
      return dispatcher.sendPdu(wire, target, question, true, null);
    } catch (MessageException refused) {
      throw new SnmpException("the question cannot be sent: " + refused.getMessage());
    }
  }

  /** The datagram to send, or null when there is none. */
  byte @Nullable [] datagram() {
    return wire.next();
  }

  /**
   * Reads a datagram of the printer.
   *
   * @return what it says, or null when it is no answer that the protocol allows
   */
  @Nullable Answer read(byte[] datagram, InetSocketAddress printer) {
    answer = null;
    dispatcher.processMessage(
        wire,
        new UdpAddress(printer.getAddress(), printer.getPort()),
        ByteBuffer.wrap(datagram),
        new TransportStateReference(
            wire, null, null, SecurityLevel.undefined, SecurityLevel.undefined, false, null));
    wire.close(); // whatever came may have been a question, and we answer none
    return answer;
  }

  /** The question is not waited for any more. */
  void forget(Version version, PduHandle handle) {
    dispatcher.releaseStateReference(version.number(), handle);
  }

  @Override
  public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
    event.setProcessed(true);
    PDU pdu = event.getPDU();
    for (Version version : Version.values()) {
      if (version.number() == event.getMessageProcessingModel()
          && pdu != null
          && (pdu.getType() == PDU.RESPONSE || pdu.getType() == PDU.REPORT)) {
        answer = new Answer(event.getPduHandle(), version, pdu);
      }
    }
  }
}
