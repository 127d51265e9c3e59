package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.page.PageFeed;
import dev.kiosk.simulator.hub.peers.Peers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** What other hubs may tell and ask this one. */
final class Neighbours implements Peers.Mine {

  private final Core core;
  private final PageFeed feed;

  Neighbours(Core core, PageFeed feed) {
    this.core = core;
    this.feed = feed;
  }

  @Override
  public boolean command(String tenantId, String host, String json) {
    HostId id = new HostId(tenantId, host);
    AgentSession agent = core.hosts().session(id);
    if (agent == null) {
      return false;
    }
    agent.send(json);
    core.events().commandRelayed(id, json);
    return true;
  }

  @Override
  public void reply(String tenantId, String host, String json) {
    try {
      if (core.decoder().agentFrame(json) instanceof AgentFrame.Reply reply) {
        boolean unused = core.relay().answeredElsewhere(new HostId(tenantId, host), reply.answer());
      }
    } catch (ProtocolViolation notOurs) {
      Logger.warn("another hub passed on what is no reply: {}", notOurs.reason());
    }
  }

  @Override
  public void connectedElsewhere(String tenantId, String host, long sinceMillis) {
    HostId id = new HostId(tenantId, host);
    HostState state = core.hosts().find(id);
    AgentSession older = state == null ? null : state.sessionBefore(sinceMillis);
    if (older != null) {
      Logger.info("{} connected to another hub, its older connection is closed", id);
      older.close(AgentSession.REPLACED, "replaced by a newer connection of " + id);
    }
  }

  @Override
  public void stored(String tenantId, String host, String json) {
    feed.storedAnywhere(tenantId, host, json);
    if (!core.operators().hasAny(tenantId)) {
      return;
    }
    try {
      if (core.decoder().agentFrame(json) instanceof AgentFrame.Single single) {
        core.operators().show(single.event());
      }
    } catch (ProtocolViolation notOurs) {
      Logger.warn("the store holds what is no event: {}", notOurs.reason());
    }
  }

  @Override
  public String shown(String question) {
    return feed.answer(question);
  }

  @Override
  public List<Peers.Held> held(@Nullable String tenantId) {
    List<Peers.Held> held = new ArrayList<>();
    for (HostId id : core.hosts().all()) {
      HostState state = core.hosts().find(id);
      HostState.View view = state == null ? null : state.view();
      boolean isMeant = tenantId == null || tenantId.equals(id.tenantId());
      if (isMeant && view != null && view.connected()) {
        held.add(new Peers.Held(id.tenantId(), id.host(), HostList.fields(view)));
      }
    }
    return held;
  }
}
