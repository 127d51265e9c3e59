package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Grant;
import dev.kiosk.simulator.hub.command.Answer;
import dev.kiosk.simulator.hub.command.Asker;
import dev.kiosk.simulator.hub.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * Takes the command frames of operators, however they come: what is a command goes to the relay,
 * anything else that has a cid is answered with a nack.
 */
final class CommandDesk {

  /** Agents pass over longer commands. */
  static final int MAX_COMMAND_BYTES = 64 << 10;

  private final Core core;
  private final HeardOf heardOf;

  CommandDesk(Core core) {
    this.core = core;
    this.heardOf = new HeardOf(core);
  }

  /**
   * Takes a frame. Where hubs share the audit list this may wait for the store, for a host that
   * this hub does not know.
   *
   * @param tenantId whose hosts are meant
   * @return null when the asker gets an answer; else why there is nobody to answer to
   */
  @Nullable String take(String frame, String tenantId, Grant grant, Asker asker) {
    Fields fields;
    try {
      fields = core.decoder().operatorFrame(frame);
    } catch (ProtocolViolation violation) {
      return violation.reason();
    }
    String cid = fields.textOrNull("cid");
    if (cid == null || !Fields.isName(cid)) {
      return "a command needs a cid, a string of 1 to 128 characters";
    }
    String kind = fields.textOrNull("kind");
    String host = fields.textOrNull("host");
    String refusal = null;
    if (!grant.mayCommand()) {
      refusal = "unsupported-command: this token may read but not command";
    } else if (kind == null || host == null || !Fields.isName(host)) {
      refusal = "malformed: a command needs the strings kind, host and cid";
    } else if (!kind.equals(Command.SET) && !kind.equals(Command.CLEAR)) {
      refusal = "unsupported-command: this hub relays set-threshold and clear-threshold";
    } else {
      HostId id = new HostId(tenantId, host);
      if (!heardOf.test(id)) {
        refusal = "offline: no agent of host %s is connected".formatted(host);
      } else {
        core.relay()
            .relay(new Command(id, cid, kind, metric(fields), pct(kind, fields), frame), asker);
      }
    }
    if (refusal != null) {
      Answer nack = Answer.nack(cid, refusal);
      core.counters().outcome(nack.word());
      asker.answered(nack);
    }
    return null;
  }

  /** The metric for the audit list; whether there is such a one is for the agent to say. */
  private static String metric(Fields fields) {
    String metric = fields.textOrNull("metric");
    if (metric == null) {
      return fields.has("metric") ? "?" : "cpu";
    }
    return Fields.isName(metric) ? metric : "?";
  }

  private static @Nullable Double pct(String kind, Fields fields) {
    Double pct = kind.equals(Command.SET) ? fields.numberOrNull("pct") : null;
    return pct != null && Double.isFinite(pct) ? pct : null;
  }
}
