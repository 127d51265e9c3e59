package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.command.Answer;
import dev.kiosk.simulator.hub.command.Command;
import dev.kiosk.simulator.hub.command.CommandRelay;
import dev.kiosk.simulator.hub.command.Kiosk;
import dev.kiosk.simulator.hub.peers.Peers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way to a kiosk: its connection to this hub, or else through the other hubs. */
final class Reach implements Function<HostId, @Nullable Kiosk> {

  private final Hosts hosts;
  private final Peers peers;
  private volatile @Nullable CommandRelay relay;

  Reach(Hosts hosts, Peers peers) {
    this.hosts = hosts;
    this.peers = peers;
  }

  /** Where it is told that no hub has a kiosk; before anything is sent. */
  void answersTo(CommandRelay given) {
    relay = given;
  }

  @Override
  public @Nullable Kiosk apply(HostId host) {
    AgentSession here = hosts.session(host);
    return here != null || !peers.bringsEvents() ? here : command -> send(host, command);
  }

  private void send(HostId host, Command command) {
    peers.command(
        new Peers.Command(host.tenantId(), host.host(), command.json()),
        why -> offline(host, Answer.nack(command.cid(), "offline: " + why)));
  }

  private void offline(HostId host, Answer nack) {
    CommandRelay told = relay;
    if (told != null) {
      told.answered(host, nack);
    }
  }
}
