package dev.kiosk.agent.app;

import dev.kiosk.agent.counters.Counter;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.status.StatusServer;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The status of one agent, served as it is configured, and its history while it is served. */
public final class AgentStatus implements AutoCloseable {

  private final @Nullable StatusServer server;
  private final @Nullable Loop looks;

  private AgentStatus(@Nullable StatusServer server, @Nullable Loop looks) {
    this.server = server;
    this.looks = looks;
  }

  /**
   * Serves the status, unless it is off. Without a page the agent still does its work, so it goes
   * on and says so.
   */
  public static AgentStatus serve(RunningAgent running, Doors doors) {
    return serve(running, new Snapshots(running.agent(), doors.time()), doors);
  }

  /** The same, with snapshots that others look at too. */
  static AgentStatus serve(RunningAgent running, Snapshots snapshots, Doors doors) {
    Agent agent = running.agent();
    InetSocketAddress listen = agent.config().statusListen();
    if (listen == null) {
      return new AgentStatus(null, null);
    }
    try {
      StatusServer server = StatusServer.listen(doors, listen, snapshots::take, agent.counters());
      var step = new Looks(snapshots, server);
      var loop =
          new Loop("status", step, doors.time(), failure -> failed(agent, failure))
              .calledBy(running.alarm());
      server.onWatched(loop::wake);
      return new AgentStatus(server, loop.start());
    } catch (IOException taken) {
      Log.error("There is no status page: {}", Messages.reason(taken));
      return new AgentStatus(null, null);
    }
  }

  private static void failed(Agent agent, Throwable failure) {
    agent.counters().count(Counter.LOOP_FAILURES);
    Log.error(failure, "The status met an unexpected error and goes on");
  }

  /** Where it is served; null when it is not. */
  public @Nullable InetSocketAddress address() {
    StatusServer serving = server;
    return serving == null ? null : serving.address();
  }

  @Override
  public void close() {
    Loop looking = looks;
    if (looking != null) {
      looking.close();
    }
    StatusServer serving = server;
    if (serving != null) {
      serving.close();
    }
  }

  /** Looks now and then, and more often while somebody watches, and in the first half minute. */
  private static final class Looks implements Step {

    private static final long NANOS = Snapshots.PACE.toNanos();
    private static final long WATCHED_NANOS = Duration.ofMillis(500).toNanos();

    /** Much becomes known in the beginning, and who has restarted the agent looks at it. */
    private static final long BEGINNING_NANOS = Duration.ofSeconds(30).toNanos();

    private static final long BEGINNING_PACE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Snapshots snapshots;
    private final StatusServer server;
    private @Nullable Long firstNanos;
    private @Nullable Long lastNanos;

    Looks(Snapshots snapshots, StatusServer server) {
      this.snapshots = snapshots;
      this.server = server;
    }

    @Override
    public int step(long nowNanos) {
      if (wakeAtNanos(nowNanos) - nowNanos > 0) {
        return 0;
      }
      firstNanos = firstNanos == null ? Long.valueOf(nowNanos) : firstNanos;
      lastNanos = nowNanos;
      snapshots.look(nowNanos);
      server.show();
      return 1;
    }

    @Override
    public long wakeAtNanos(long nowNanos) {
      Long last = lastNanos;
      return last == null ? nowNanos : last + paceNanos(last);
    }

    private long paceNanos(long lastLookNanos) {
      if (server.watched()) {
        return WATCHED_NANOS;
      }
      Long first = firstNanos;
      boolean beginning = first == null || lastLookNanos - first < BEGINNING_NANOS;
      return beginning ? BEGINNING_PACE_NANOS : NANOS;
    }
  }
}
