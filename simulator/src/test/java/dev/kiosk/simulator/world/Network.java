package dev.kiosk.simulator.world;

import dev.kiosk.agent.link.Target;
import dev.kiosk.agent.link.Transport;
import dev.kiosk.agent.link.TransportEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A network in virtual time between the agent and {@link Server}. Each frame takes 1 to 40 ms and
 * none overtakes another of its connection. The line can be cut, and then what is underway in a
 * direction arrives or not. It can go silent: frames wait for better times, as TCP has them do, and
 * nobody is told. The server can leave unread what arrives: then the agent's queue grows.
 */
final class Network implements Transport {

  private static final long CONNECT_TIMEOUT_NANOS = Duration.ofSeconds(10).toNanos();

  private final Timeline timeline;
  private final Random random;
  private final Server server;
  private final List<Runnable> held = new ArrayList<>();
  private final List<Runnable> unread = new ArrayList<>();
  private boolean up = true;
  private boolean silent;
  private boolean reading = true;
  private Line line;

  Network(Timeline timeline, Random random, Server server) {
    this.timeline = timeline;
    this.random = random;
    this.server = server;
    this.line = new Line(event -> {});
  }

  @Override
  public Connection connect(Target target, Consumer<TransportEvent> events) {
    line.over = true; // what the agent had sent before still arrives
    var opened = new Line(events);
    line = opened;
    if (up) {
      opened.toAgent(new TransportEvent.Opened(target.subprotocol()));
      timeline.after(CONNECT_TIMEOUT_NANOS, opened::giveUpUnlessHeard);
    } else {
      opened.end("connection refused");
    }
    return opened;
  }

  /** The connection breaks; of what is underway in either direction all arrives or nothing. */
  void drop() {
    line.loseUnderway(random);
    line.end("connection reset");
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
      runAll(held);
    }
  }

  /** Whether the server reads what arrives. It answers nothing that it has not read. */
  void setReading(boolean reads) {
    reading = reads;
    if (reads) {
      runAll(unread);
    }
  }

  private static void runAll(List<Runnable> waiting) {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  /** The agent is gone and hears nothing more; what it had sent may still arrive. */
  void agentGone() {
    line.loseUnderway(random);
    line.deaf = true;
    line.over = true;
  }

  private final class Line implements Connection {
    private final Consumer<TransportEvent> events;
    private final Server.Session session;
    private boolean over;
    private boolean deaf;
    private boolean heard;
    private boolean losesToServer;
    private boolean losesToAgent;
    private long queued;
    private long lastToServer;
    private long lastToAgent;

    Line(Consumer<TransportEvent> events) {
      this.events = events;
      this.session = server.accept(answer -> toAgent(new TransportEvent.Text(answer)));
    }

    void loseUnderway(Random random) {
      losesToServer |= random.nextBoolean();
      losesToAgent |= random.nextBoolean();
    }

    /** The agent's own machine tells it that the connection is over. */
    void end(String why) {
      if (!over) {
        over = true;
        lastToAgent = arrival(lastToAgent);
        timeline.at(lastToAgent, () -> hear(TransportEvent.Closed.because(why)));
      }
    }

    void giveUpUnlessHeard() {
      if (!heard) {
        end("timed out");
      }
    }

    private void hear(TransportEvent event) {
      if (!deaf) {
        heard = true;
        events.accept(event);
      }
    }

    private long arrival(long last) {
      return Math.max(last + 1, timeline.nowNanos() + 1_000_000L * (1 + random.nextInt(40)));
    }

    void toAgent(TransportEvent event) {
      if (over) {
        return;
      }
      lastToAgent = arrival(lastToAgent);
      Runnable arrives =
          () -> {
            if (!losesToAgent) {
              hear(event);
            }
          };
      timeline.at(lastToAgent, () -> unlessSilent(arrives));
    }

    private void toServer(long bytes, Runnable what) {
      if (over) {
        return;
      }
      queued += bytes;
      lastToServer = arrival(lastToServer);
      Runnable isRead =
          () -> {
            queued -= bytes;
            if (!losesToServer) {
              what.run();
            }
          };
      timeline.at(lastToServer, () -> unlessSilent(() -> onceRead(isRead)));
    }

    private void unlessSilent(Runnable arrives) {
      if (silent) {
        held.add(arrives);
      } else {
        arrives.run();
      }
    }

    private void onceRead(Runnable isRead) {
      if (reading) {
        isRead.run();
      } else {
        unread.add(isRead);
      }
    }

    @Override
    public void send(byte[] utf8) {
      String text = new String(utf8, StandardCharsets.UTF_8);
      toServer(utf8.length, () -> session.onText(text));
    }

    @Override
    public void ping(long number) {
      toServer(0, () -> toAgent(new TransportEvent.Pong(number)));
    }

    @Override
    public long queuedBytes() {
      return queued;
    }

    @Override
    public void close(int code, String reason) {
      over = true;
    }

    @Override
    public void abort() {
      over = true;
    }
  }
}
