package dev.kiosk.simulator.hub.peers;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The other hubs behind the same address. A kiosk is connected to one of them; any of them may have
 * the operators that watch and command it. Calls never block, apart from {@link #hosts}.
 */
public interface Peers extends AutoCloseable {

  /** There is no other hub. */
  Peers NONE = new NoPeers();

  /** What the others may tell or ask this hub. Called from threads that must not be held up. */
  interface Mine {
    /** Another hub has a command for a host; returns whether this hub holds it and passed it on. */
    boolean command(String tenantId, String host, String json);

    /** A host that another hub holds has answered a command, in time or not. */
    void reply(String tenantId, String host, String json);

    /**
     * A host connected to another hub; an older connection of it to this one has served its time.
     *
     * @param sinceMillis when, by that hub's clock, in milliseconds since the Unix epoch
     */
    void connectedElsewhere(String tenantId, String host, long sinceMillis);

    /** An event of a watched tenant is stored, by whichever hub. */
    void stored(String tenantId, String host, String json);

    /** The hosts of a tenant, or of all when null, that this hub holds. */
    List<Held> held(@Nullable String tenantId);

    /** What this hub knows of its kiosks, for a page at another one; both are text of the pages. */
    String shown(String question);
  }

  /**
   * A host that a hub holds.
   *
   * @param fields what the hub shows of it, as fields of a JSON object without its braces
   */
  record Held(String tenantId, String host, String fields) {}

  /** Tells whom to call; once, before anything else. */
  void join(Mine mine);

  /** Whether stored events come by {@link Mine#stored}, those of this hub too. */
  boolean bringsEvents();

  /**
   * A host connected to this hub.
   *
   * @param sinceMillis when, in milliseconds since the Unix epoch
   */
  void connected(String tenantId, String host, long sinceMillis);

  /** This hub has no connection of a host any more. */
  void left(String tenantId, String host);

  /**
   * Has a command brought to a host that this hub does not hold. The answer comes by {@link
   * Mine#reply}, if at all.
   *
   * @param offline told why, when it is certain that nobody could bring it
   */
  void command(Command command, Consumer<String> offline);

  /** A command for a host. */
  record Command(String tenantId, String host, String json) {}

  /** A host that this hub holds has answered a command. */
  void replied(String tenantId, String host, String json);

  /** Stored events of a tenant are wanted, until {@link #unwatch} is called as often as this. */
  void watch(String tenantId);

  /** Whoever wanted them does not any more. */
  void unwatch(String tenantId);

  /**
   * What the others hold. Waits up to a second for them; one that does not answer is left out.
   *
   * @param tenantId null for all tenants
   */
  List<Held> hosts(@Nullable String tenantId);

  /** The others that were heard of in the last seconds; a hub has a name until it is stopped. */
  Set<String> hubs();

  /**
   * Whether the others can be heard: not while the way to them is broken, nor in the moment after.
   */
  boolean hears();

  /** Asks another hub for {@link Mine#shown}; fails when there is no answer within seconds. */
  CompletableFuture<String> ask(String hub, String question);

  @Override
  void close();
}
