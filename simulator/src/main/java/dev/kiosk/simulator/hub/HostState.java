package dev.kiosk.simulator.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the hub knows of one kiosk right now, apart from its events. Forgotten at a restart. */
final class HostState {

  /** Of how many devices the last state is remembered; a kiosk has a handful. */
  private static final int MAX_DEVICES = 64;

  private final Map<String, Event> devices = new LinkedHashMap<>();
  private @Nullable AgentSession session;
  private @Nullable String level;
  private @Nullable String agent;
  private @Nullable String heartbeat;
  private long sinceMillis;
  private long heardMillis;
  private long duplicates;
  private long version;

  /** A copy that does not change. */
  record View(
      boolean connected,
      @Nullable String level,
      @Nullable String agent,
      long sinceMillis,
      long heardMillis,
      long duplicates,
      @Nullable String heartbeat,
      List<String> devices) {}

  /** Takes a new connection; returns the one that it replaces. */
  synchronized @Nullable AgentSession connected(
      AgentSession now, String itsLevel, @Nullable String itsAgent, long nowMillis) {
    AgentSession replaced = session == now ? null : session;
    if (session != now) {
      sinceMillis = nowMillis;
    }
    version++;
    session = now;
    level = itsLevel;
    agent = itsAgent;
    heardMillis = nowMillis;
    return replaced;
  }

  /** Ends a connection; returns false when another one had replaced it. */
  synchronized boolean left(AgentSession gone) {
    if (session != gone) {
      return false;
    }
    session = null;
    version++;
    return true;
  }

  synchronized @Nullable AgentSession session() {
    return session;
  }

  /** The connection, if it is older than that; in milliseconds since the Unix epoch. */
  synchronized @Nullable AgentSession sessionBefore(long millis) {
    return sinceMillis < millis ? session : null;
  }

  synchronized void heard(long nowMillis) {
    heardMillis = nowMillis;
  }

  synchronized void duplicates(int more) {
    duplicates += more;
  }

  /** Takes what an event tells of the present: a device's state or a heartbeat. */
  synchronized void told(Event event) {
    String device = event.device();
    if (device != null) {
      toldOf(device, event);
    } else if (event.type().equals("heartbeat")) {
      heartbeat = event.json();
    }
  }

  /** What is told live is the present; what was spooled may be older than what is known. */
  private void toldOf(String device, Event event) {
    Event known = devices.get(device);
    boolean fits = known != null || devices.size() < MAX_DEVICES;
    if (fits && (known == null || event.live() || event.ts() >= known.ts())) {
      devices.put(device, event);
      version++;
    }
  }

  /** Another number whenever {@link #view} tells more than that the kiosk was heard. */
  synchronized long version() {
    return version;
  }

  synchronized View view() {
    return new View(
        session != null,
        level,
        agent,
        sinceMillis,
        heardMillis,
        duplicates,
        heartbeat,
        devices.values().stream().map(Event::json).toList());
  }
}
