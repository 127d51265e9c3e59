package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.peers.Peers;
import dev.kiosk.simulator.hub.store.SpoolId;
import dev.kiosk.simulator.hub.store.Store.Kept;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.NUID;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The other hubs on the same NATS:
 *
 * <pre>
 *   kiosk.hub.alive                 HUB                every second
 *   kiosk.hub.claim.TENANT.HOST     when               it connected here; others close what is older
 *   kiosk.hub.command.TENANT.HOST   the command        asked of whichever hub holds the host
 *   kiosk.hub.reply.TENANT.HOST     the agent's reply  to all, since any may have asked
 *   kiosk.hub.hosts                 TENANT or nothing  asked of all, see {@link HostsQuestion}
 *   kiosk.hub.show.HUB              what pages show    asked of one, while a page is open
 * </pre>
 *
 * <p>Nobody is subscribed to the commands of a host that no hub holds, which NATS says at once. A
 * hub that is killed needs no clearing up: its subscriptions end with its connection.
 */
public final class NatsPeers implements Peers {

  private static final String ALIVE = Subjects.HUB + ".alive";
  private static final String CLAIM = Subjects.HUB + ".claim";
  private static final String COMMAND = Subjects.HUB + ".command";
  private static final String REPLY = Subjects.HUB + ".reply";
  private static final String SHOW = Subjects.HUB + ".show";

  private static final long ALIVE_MILLIS = 1000;
  private static final long GONE_NANOS = TimeUnit.MILLISECONDS.toNanos(3500);

  /**
   * After a break; the others may have had one too, and each says once a second that it is there.
   */
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

  private final Link link;
  private final LongSupplier nanos;
  private final String me = NUID.nextGlobal();
  private final Map<String, Long> heardNanos = new ConcurrentHashMap<>();
  private final HostsQuestion question;
  private final Dispatcher hubs;
  private final Dispatcher commands;
  private final Dispatcher live;
  private final Dispatcher shows;
  private final Map<String, Integer> watched = new ConcurrentHashMap<>();
  private final ScheduledExecutorService pulse =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "hub-pulse");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Mine mine;
  private volatile @Nullable Long backNanos;

  /** Peers that are not heard yet. */
  NatsPeers(Link link, LongSupplier nanos) {
    this.link = link;
    this.nanos = nanos;
    this.question = new HostsQuestion(link);
    this.hubs = link.connection().createDispatcher(message -> {});
    this.commands = link.connection().createDispatcher(this::command);
    this.live = link.connection().createDispatcher(this::stored);
    this.shows = link.connection().createDispatcher(this::show);
  }

  @Override
  public void join(Mine given) {
    mine = given;
    question.answerWith(given);
    shows.subscribe(SHOW + '.' + me);
    hubs.subscribe(ALIVE, message -> heard(text(message)));
    hubs.subscribe(
        CLAIM + ".>",
        message -> {
          SpoolId host = Subjects.host(message.getSubject());
          long since = Long.parseLong(text(message));
          given.connectedElsewhere(host.tenantId(), host.host(), since);
        });
    hubs.subscribe(
        REPLY + ".>",
        message -> {
          SpoolId host = Subjects.host(message.getSubject());
          given.reply(host.tenantId(), host.host(), text(message));
        });
    link.whenBack(() -> backNanos = nanos.getAsLong());
    Object unused =
        pulse.scheduleWithFixedDelay(this::beat, 0, ALIVE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One that is new here has not heard this one either, and need not wait for it. */
  private void heard(String hub) {
    if (heardNanos.put(hub, nanos.getAsLong()) == null) {
      say();
    }
  }

  private void say() {
    link.say(ALIVE, me.getBytes(StandardCharsets.UTF_8));
  }

  private void beat() {
    say();
    long now = nanos.getAsLong();
    heardNanos.values().removeIf(heard -> now - heard > GONE_NANOS);
  }

  private static String text(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  @Override
  public boolean bringsEvents() {
    return true;
  }

  @Override
  public void connected(String tenantId, String host, long sinceMillis) {
    commands.subscribe(Subjects.of(COMMAND, tenantId, host)); // once, however often it is said
    byte[] since = Long.toString(sinceMillis).getBytes(StandardCharsets.UTF_8);
    link.say(Subjects.of(CLAIM, tenantId, host), since);
  }

  private void command(Message message) {
    SpoolId host = Subjects.host(message.getSubject());
    Mine hub = mine;
    if (hub != null && hub.command(host.tenantId(), host.host(), text(message))) {
      link.say(message.getReplyTo(), new byte[0]);
    }
  }

  @Override
  public void left(String tenantId, String host) {
    commands.unsubscribe(Subjects.of(COMMAND, tenantId, host));
  }

  @Override
  public void command(Command command, Consumer<String> offline) {
    CompletableFuture<?> unused =
        link.ask(
                Subjects.of(COMMAND, command.tenantId(), command.host()),
                null,
                command.json().getBytes(StandardCharsets.UTF_8))
            .whenComplete(
                (taken, failure) -> {
                  Throwable cause =
                      failure instanceof CompletionException ? failure.getCause() : failure;
                  if (cause instanceof JetStreamStatusException) { // no responders
                    offline.accept("no agent of host %s is connected".formatted(command.host()));
                  } else if (cause instanceof IllegalStateException) {
                    offline.accept(
                        "no agent of host %s is connected to this hub, and the others cannot be asked now"
                            .formatted(command.host()));
                  } else if (cause != null) {
                    Logger.debug(
                        "a command for {} may not have arrived: {}", command.host(), cause);
                  }
                });
  }

  @Override
  public void replied(String tenantId, String host, String json) {
    link.say(Subjects.of(REPLY, tenantId, host), json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void watch(String tenantId) {
    watched.compute(
        tenantId,
        (tenant, times) -> {
          if (times == null) {
            live.subscribe(Subjects.all(Subjects.LIVE, tenant, null));
          }
          return times == null ? 1 : times + 1;
        });
  }

  @Override
  public void unwatch(String tenantId) {
    watched.computeIfPresent(
        tenantId,
        (tenant, times) -> {
          if (times > 1) {
            return times - 1;
          }
          live.unsubscribe(Subjects.all(Subjects.LIVE, tenant, null));
          return null;
        });
  }

  private void stored(Message message) {
    Mine hub = mine;
    if (hub == null) {
      return;
    }
    SpoolId spool = Subjects.spool(message.getSubject());
    for (Part part : Part.of(message.getHeaders(), message.getData())) {
      for (Kept event : part.events()) {
        hub.stored(spool.tenantId(), spool.host(), event.json());
      }
    }
  }

  @Override
  public List<Held> hosts(@Nullable String tenantId) {
    return question.ask(tenantId, heardNanos.size());
  }

  private void show(Message question) {
    Mine hub = mine;
    if (hub != null) {
      link.say(question.getReplyTo(), shown(hub, text(question)));
    }
  }

  /** The answer; an empty one, which says nothing, when there is none that NATS takes. */
  private byte[] shown(Mine hub, String question) {
    byte[] answer;
    try {
      answer = hub.shown(question).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException defect) { // whoever asks should not wait for it
      Logger.error(defect, "another hub asked what cannot be answered");
      return new byte[0];
    }
    long most = link.connection().getMaxPayload();
    if (answer.length > most) {
      Logger.error("what pages show takes {} bytes, NATS no more than {}", answer.length, most);
      return new byte[0];
    }
    return answer;
  }

  @Override
  public CompletableFuture<String> ask(String hub, String question) {
    return link.ask(SHOW + '.' + hub, null, question.getBytes(StandardCharsets.UTF_8))
        .thenApply(NatsPeers::text);
  }

  @Override
  public Set<String> hubs() {
    return Set.copyOf(heardNanos.keySet());
  }

  @Override
  public boolean hears() {
    Long back = backNanos;
    return link.isConnected() && (back == null || nanos.getAsLong() - back > SETTLE_NANOS);
  }

  @Override
  public void close() {
    pulse.shutdownNow();
  }
}
