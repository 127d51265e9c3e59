package dev.kiosk.agent.app;

import dev.kiosk.agent.door.Doors;
import org.jspecify.annotations.Nullable;

/** What may be asked of one agent from its own machine, served as it is configured. */
public final class AgentControl implements AutoCloseable {

  private final @Nullable ControlSocket socket;

  private AgentControl(@Nullable ControlSocket socket) {
    this.socket = socket;
  }

  /** Listens, unless it is off or cannot be; then the agent goes on without. */
  public static AgentControl serve(Agent agent, Doors doors) {
    return new AgentControl(
        ServiceControl.serve(agent.service(), agent.config().serviceSocket(), doors));
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
