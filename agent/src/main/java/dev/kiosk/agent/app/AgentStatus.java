package dev.kiosk.agent.app;

import dev.kiosk.agent.status.StatusServer;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The status of one agent, served as it is configured. */
public final class AgentStatus implements AutoCloseable {

  private final @Nullable StatusServer server;

  private AgentStatus(@Nullable StatusServer server) {
    this.server = server;
  }

  /**
   * Serves the status, unless it is off. Without a page the agent still does its work, so it goes
   * on and says so.
   */
  public static AgentStatus serve(Agent agent, Time time) {
    InetSocketAddress listen = agent.config().statusListen();
    if (listen == null) {
      return new AgentStatus(null);
    }
    try {
      return new AgentStatus(StatusServer.listen(listen, new Snapshots(agent, time)::take));
    } catch (IOException taken) {
      Logger.error("There is no status page: {}", Messages.reason(taken));
      return new AgentStatus(null);
    }
  }

  /** Where it is served; null when it is not. */
  public @Nullable InetSocketAddress address() {
    StatusServer serving = server;
    return serving == null ? null : serving.address();
  }

  @Override
  public void close() {
    StatusServer serving = server;
    if (serving != null) {
      serving.close();
    }
  }
}
