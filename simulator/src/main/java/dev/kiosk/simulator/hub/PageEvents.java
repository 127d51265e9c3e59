package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.page.PageFeed;

/** Tells the page's feed what it must know, and everything to whoever watches the hub. */
final class PageEvents implements HubEvents {

  private final HubEvents watcher;
  private final PageFeed feed;

  /** Events for both. */
  PageEvents(HubEvents watcher, PageFeed feed) {
    this.watcher = watcher;
    this.feed = feed;
  }

  @Override
  public void agentConnected(HostId host, String level) {
    feed.connected(host.tenantId(), host.host());
    watcher.agentConnected(host, level);
  }

  @Override
  public void agentLeft(HostId host, String reason) {
    watcher.agentLeft(host, reason);
  }

  @Override
  public void eventStored(StoredEvent event) {
    feed.stored(event.host().tenantId(), event.host().host(), event.json());
    watcher.eventStored(event);
  }

  @Override
  public void commandRelayed(HostId host, String command) {
    watcher.commandRelayed(host, command);
  }

  @Override
  public void answered(HostId host, String reply) {
    feed.answered(host.tenantId(), host.host());
    watcher.answered(host, reply);
  }

  @Override
  public void operatorConnected(String tenantId) {
    watcher.operatorConnected(tenantId);
  }

  @Override
  public void operatorBehind(String tenantId) {
    watcher.operatorBehind(tenantId);
  }
}
