package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.command.Answer;
import java.util.List;

/** What an agent may say. */
sealed interface AgentFrame {

  /** Hands this to the method that is meant for it. */
  void to(Receiver receiver) throws ProtocolViolation;

  /** One side of the conversation; each method says what the other one said. */
  interface Receiver {
    void hello(Hello hello) throws ProtocolViolation;

    void batch(Batch batch) throws ProtocolViolation;

    void event(Event event) throws ProtocolViolation;

    void reply(Reply reply) throws ProtocolViolation;

    void unknown(Unknown unknown);
  }

  /**
   * Who is there.
   *
   * @param agent the version of the agent
   * @param spool the id that its positions belong to
   */
  record Hello(HostId host, String agent, String spool) implements AgentFrame {
    @Override
    public void to(Receiver receiver) throws ProtocolViolation {
      receiver.hello(this);
    }
  }

  /** Events at positions {@code first}, {@code first + 1} and so on; never empty. */
  record Batch(String lane, long first, List<Event> events) implements AgentFrame {
    @Override
    public void to(Receiver receiver) throws ProtocolViolation {
      receiver.batch(this);
    }
  }

  /** An event in a frame of its own: all of the plain contract, and what is told live in v1. */
  record Single(Event event) implements AgentFrame {
    @Override
    public void to(Receiver receiver) throws ProtocolViolation {
      receiver.event(event());
    }
  }

  /** The answer to a command. */
  record Reply(Answer answer) implements AgentFrame {
    @Override
    public void to(Receiver receiver) throws ProtocolViolation {
      receiver.reply(this);
    }
  }

  /** A message of a kind or type that is not in the contract yet: counted and passed over. */
  record Unknown(String kind) implements AgentFrame {
    @Override
    public void to(Receiver receiver) {
      receiver.unknown(this);
    }
  }
}
