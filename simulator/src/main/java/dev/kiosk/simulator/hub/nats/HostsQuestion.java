package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.peers.Peers.Held;
import dev.kiosk.simulator.hub.peers.Peers.Mine;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Asks all hubs which hosts they hold, rather than keep a list of it somewhere that a hub which was
 * killed could not correct. An answer is a line for each host, in as many messages as it needs; the
 * last one carries the header {@value #LAST}:
 *
 * <pre>
 *   TENANT HOST "connected":true,"since":…
 * </pre>
 */
final class HostsQuestion {

  private static final String SUBJECT = Subjects.HUB + ".hosts";
  private static final String LAST = "Kiosk-Last";
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MAX_CHARS = 64 << 10;

  private final Link link;

  HostsQuestion(Link link) {
    this.link = link;
  }

  /** Answers the others from now on. */
  void answerWith(Mine mine) {
    Dispatcher dispatcher = link.connection().createDispatcher(message -> answer(mine, message));
    dispatcher.subscribe(SUBJECT);
  }

  private void answer(Mine mine, Message question) {
    String tenant = new String(question.getData(), StandardCharsets.UTF_8);
    StringBuilder lines = new StringBuilder();
    for (Held held : mine.held(tenant.isEmpty() ? null : tenant)) {
      lines.append(Subjects.token(held.tenantId())).append(' ');
      lines.append(Subjects.token(held.host())).append(' ').append(held.fields()).append('\n');
      if (lines.length() > MAX_CHARS) {
        reply(question, lines, null);
        lines.setLength(0);
      }
    }
    reply(question, lines, new Headers().put(LAST, "1"));
  }

  private void reply(Message question, StringBuilder lines, @Nullable Headers headers) {
    byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
    link.connection().publish(question.getReplyTo(), headers, body);
  }

  /**
   * Asks.
   *
   * @param hubs how many are expected to answer
   */
  List<Held> ask(@Nullable String tenantId, int hubs) {
    List<Held> all = new ArrayList<>();
    if (hubs == 0 || !link.isConnected()) {
      return all;
    }
    String inbox = link.connection().createInbox();
    Subscription answers = link.connection().subscribe(inbox);
    try {
      byte[] question = (tenantId == null ? "" : tenantId).getBytes(StandardCharsets.UTF_8);
      link.connection().publish(SUBJECT, inbox, question);
      for (int open = hubs; open > 0; ) {
        Message message = answers.nextMessage(PATIENCE);
        if (message == null) {
          Logger.debug("{} hubs did not say what they hold", open);
          break;
        }
        take(message, all);
        boolean isLast = message.hasHeaders() && message.getHeaders().containsKey(LAST);
        open -= isLast ? 1 : 0;
      }
    } catch (IllegalStateException away) {
      Logger.debug("the other hubs cannot be asked: {}", away.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      answers.unsubscribe();
    }
    return all;
  }

  private static void take(Message message, List<Held> all) {
    for (String line : new String(message.getData(), StandardCharsets.UTF_8).split("\n")) {
      String[] words = line.split(" ", 3);
      if (words.length == 3) {
        all.add(new Held(Subjects.name(words[0]), Subjects.name(words[1]), words[2]));
      }
    }
  }
}
