package dev.kiosk.simulator.world;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.TransportEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A network in virtual time between the agent and {@link Server}. Each frame takes 1 to 40 ms and
 * none overtakes another; the line can be cut; it can also go silent, and then frames wait for
 * better times, as TCP has them do, and nobody is told.
 */
final class Network implements Transport {

  private final Timeline timeline;
  private final Random random;
  private final Server server;
  private final List<Runnable> held = new ArrayList<>();
  private boolean up = true;
  private boolean silent;
  private int connections;
  private Line line = new Line(event -> {});

  Network(Timeline timeline, Random random, Server server) {
    this.timeline = timeline;
    this.random = random;
    this.server = server;
  }

  @Override
  public Connection connect(Target target, Consumer<TransportEvent> events) {
    connections++;
    line.cut();
    var opened = new Line(events);
    line = opened;
    if (up) {
      opened.toAgent(new TransportEvent.Opened(target.subprotocol()));
    } else {
      opened.toAgent(TransportEvent.Closed.because("connection refused"));
      opened.cut();
    }
    return opened;
  }

  /** How often the agent tried to connect. */
  int connections() {
    return connections;
  }

  void drop() {
    line.toAgent(TransportEvent.Closed.because("connection reset"));
    line.cut();
  }

  void setUp(boolean reachable) {
    up = reachable;
    if (!reachable) {
      drop();
    }
  }

  void setSilent(boolean hold) {
    silent = hold;
    if (!hold) {
      List.copyOf(held).forEach(Runnable::run);
      held.clear();
    }
  }

  /** The agent's machine lost power: nothing more comes from this line, nothing more arrives. */
  void agentGone() {
    line.deaf = true;
    line.cut();
  }

  private final class Line implements Connection {
    private final Consumer<TransportEvent> events;
    private boolean over;
    private boolean deaf;
    private long lastToServer;
    private long lastToAgent;

    Line(Consumer<TransportEvent> events) {
      this.events = events;
    }

    void cut() {
      over = true;
    }

    private long arrival(long last) {
      return Math.max(last + 1, timeline.nowNanos() + 1_000_000L * (1 + random.nextInt(40)));
    }

    void toAgent(TransportEvent event) {
      if (over) {
        return;
      }
      lastToAgent = arrival(lastToAgent);
      boolean end = event instanceof TransportEvent.Closed;
      timeline.at(lastToAgent, () -> pass(end, () -> events.accept(event)));
    }

    private void toServer(Runnable what) {
      if (!over) {
        lastToServer = arrival(lastToServer);
        timeline.at(
            lastToServer,
            () ->
                pass(
                    false,
                    () -> {
                      if (!over) {
                        what.run();
                      }
                    }));
      }
    }

    private void pass(boolean always, Runnable what) {
      Runnable unlessDeaf =
          () -> {
            if (!deaf) {
              what.run();
            }
          };
      if (silent && !always) {
        held.add(unlessDeaf);
      } else {
        unlessDeaf.run();
      }
    }

    @Override
    public void send(byte[] utf8) {
      String text = new String(utf8, StandardCharsets.UTF_8);
      toServer(() -> server.onText(text, answer -> toAgent(new TransportEvent.Text(answer))));
    }

    @Override
    public void ping(long number) {
      toServer(() -> toAgent(new TransportEvent.Pong(number)));
    }

    @Override
    public long queuedBytes() {
      return 0;
    }

    @Override
    public void close(int code, String reason) {
      cut();
    }

    @Override
    public void abort() {
      cut();
    }
  }
}
