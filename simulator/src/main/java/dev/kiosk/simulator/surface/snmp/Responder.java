package dev.kiosk.simulator.surface.snmp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Answers GET, GETNEXT and GETBULK over a tree of objects, and refuses SET (RFC 1157 for v1, RFC
 * 3416 for the others). Who asks with another community gets silence.
 */
final class Responder implements CommandResponder {

  /** What fits into an Ethernet frame with room for the security of v3. */
  private static final int MOST_BYTES = 1_300;

  private static final int MOST_REPETITIONS = 100;

  private final Supplier<NavigableMap<OID, Variable>> objects;
  private final byte[] community;

  Responder(Supplier<NavigableMap<OID, Variable>> objects, String community) {
    this.objects = objects;
    this.community = community.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
    PDU question = event.getPDU();
    boolean v3 = event.getMessageProcessingModel() == SnmpConstants.version3;
    if (question == null || !(v3 || Arrays.equals(community, event.getSecurityName()))) {
      return;
    }
    event.setProcessed(true);
    boolean v1 = event.getMessageProcessingModel() == SnmpConstants.version1;
    boolean known = !v3 || event.getSecurityLevel() == SecurityLevel.AUTH_PRIV;
    PDU answer = known ? answer(question, v1) : refusal(question, PDU.authorizationError, 0);
    if (answer != null) {
      send(event, answer);
    }
  }

  private static <A extends Address> void send(CommandResponderEvent<A> event, PDU answer) {
    try {
      event
          .getMessageDispatcher()
          .returnResponsePdu(
              event.getMessageProcessingModel(),
              event.getSecurityModel(),
              event.getSecurityName(),
              event.getSecurityLevel(),
              answer,
              event.getMaxSizeResponsePDU(),
              event.getStateReference(),
              new StatusInformation());
    } catch (MessageException unsent) {
      // Nobody to tell: the host will ask again, as it does when a datagram is lost.
    }
  }

  private @Nullable PDU answer(PDU question, boolean v1) {
    return switch (question.getType()) {
      case PDU.GET -> get(question, v1);
      case PDU.GETNEXT -> getNext(question, v1);
      case PDU.GETBULK -> v1 ? null : getBulk(question);
      case PDU.SET -> refusal(question, v1 ? PDU.noSuchName : PDU.notWritable, 1);
      default -> null;
    };
  }

  private PDU get(PDU question, boolean v1) {
    NavigableMap<OID, Variable> now = objects.get();
    PDU answer = blank(question);
    for (int i = 0; i < question.size(); i++) {
      OID name = question.get(i).getOid();
      Variable value = now.get(name);
      if (value == null && v1) {
        return refusal(question, PDU.noSuchName, i + 1);
      }
      answer.add(new VariableBinding(name, value != null ? value : absent(now, name)));
    }
    return answer;
  }

  /** An object that is there, but not in this row, is another case than one that is not at all. */
  private static Variable absent(NavigableMap<OID, Variable> now, OID name) {
    OID object = name.size() > 1 ? name.trim() : name;
    OID next = now.ceilingKey(object);
    return next != null && next.startsWith(object) ? Null.noSuchInstance : Null.noSuchObject;
  }

  private PDU getNext(PDU question, boolean v1) {
    NavigableMap<OID, Variable> now = objects.get();
    PDU answer = blank(question);
    for (int i = 0; i < question.size(); i++) {
      VariableBinding next = next(now, question.get(i).getOid());
      if (next.isException() && v1) {
        return refusal(question, PDU.noSuchName, i + 1);
      }
      answer.add(next);
    }
    return answer;
  }

  private PDU getBulk(PDU question) {
    NavigableMap<OID, Variable> now = objects.get();
    PDU answer = blank(question);
    int once = Math.max(0, Math.min(question.getNonRepeaters(), question.size()));
    for (int i = 0; i < once; i++) {
      answer.add(next(now, question.get(i).getOid()));
    }
    int rows = Math.max(0, Math.min(question.getMaxRepetitions(), MOST_REPETITIONS));
    var at = new OID[question.size()];
    for (int i = once; i < at.length; i++) {
      at[i] = question.get(i).getOid();
    }
    boolean more = true;
    for (int row = 0; row < rows && more; row++) {
      more = false;
      for (int i = once; i < at.length; i++) {
        VariableBinding next = next(now, at[i]);
        if (answer.getBERLength() + next.getBERLength() > MOST_BYTES) {
          return answer; // cut short, as RFC 3416 allows; the host goes on from there
        }
        answer.add(next);
        at[i] = next.getOid();
        more |= !next.isException();
      }
    }
    return answer;
  }

  private static VariableBinding next(NavigableMap<OID, Variable> now, OID name) {
    Map.Entry<OID, Variable> next = now.higherEntry(name);
    return next == null
        ? new VariableBinding(name, Null.endOfMibView)
        : new VariableBinding(next.getKey(), next.getValue());
  }

  private static PDU refusal(PDU question, int status, int index) {
    PDU answer = blank(question);
    answer.addAll(question.getVariableBindings());
    answer.setErrorStatus(status);
    answer.setErrorIndex(index);
    return answer;
  }

  /** An answer of the same version, to the same question, without values. */
  private static PDU blank(PDU question) {
    PDU answer = (PDU) question.clone();
    answer.clear();
    answer.setType(PDU.RESPONSE);
    answer.setRequestID(question.getRequestID());
    answer.setErrorStatus(PDU.noError);
    answer.setErrorIndex(0);
    return answer;
  }
}
