package dev.kiosk.agent.status;

import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.status.StatusSnapshot.Loss;
import dev.kiosk.agent.status.StatusSnapshot.Server;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import dev.kiosk.agent.status.StatusSnapshot.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says in words what differs between two snapshots. */
final class Changes {

  /** Losses that go on are told again after this; each single one would drive out all else. */
  private static final long LOSS_AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();

  private final Map<String, Long> lossTold = new HashMap<>();

  /** What is told with the first snapshot. */
  static List<Change> atStart(StatusSnapshot now) {
    return List.of(
        new Change(
            now.takenMillis(),
            Health.HEALTHY,
            "the agent " + now.agent().version() + " was started"));
  }

  /** What happened since the last snapshot, in the order of the page. */
  List<Change> between(StatusSnapshot before, StatusSnapshot now) {
    var news = new News(now.takenMillis());
    Map<String, DeviceStatus> devices = byKey(before.devices(), DeviceStatus::id);
    for (DeviceStatus device : now.devices()) {
      DeviceStatus was = devices.get(device.id());
      if (was != null) {
        device(was, device, news);
      }
    }
    server(before.server(), now.server(), news);
    limits(before, now, news);
    disk(before.buffer().refusing(), now.buffer().refusing(), news);
    losses(before, now, news);
    certificate(before.server(), now, news);
    service(before.service(), now.service(), news);
    return news.list;
  }

  private static final class News {
    private final List<Change> list = new ArrayList<>();
    private final long nowMillis;

    News(long nowMillis) {
      this.nowMillis = nowMillis;
    }

    void add(Health health, String what) {
      list.add(new Change(nowMillis, health, what));
    }
  }

  private static void device(DeviceStatus was, DeviceStatus is, News news) {
    String name = is.role();
    Map<String, RaisedCondition> old = byKey(was.conditions(), RaisedCondition::code);
    Map<String, RaisedCondition> held = byKey(is.conditions(), RaisedCondition::code);
    int told = news.list.size();
    for (RaisedCondition gone : was.conditions()) {
      if (!held.containsKey(gone.code())) {
        news.add(Health.HEALTHY, name + ": over: " + Assessment.inner(gone.wrong()));
      }
    }
    for (RaisedCondition condition : is.conditions()) {
      RaisedCondition before = old.get(condition.code());
      if (before == null || before.sinceMillis() != condition.sinceMillis()) {
        news.add(health(condition), name + ": " + Assessment.inner(condition.wrong()));
      } else if (condition.flapping() && !before.flapping()) {
        String often = " (comes and goes)";
        news.add(health(condition), name + ": " + Assessment.inner(condition.wrong()) + often);
      }
    }
    if (news.list.size() == told && was.state() != is.state()) {
      Health health = is.state() == DeviceStatus.State.READY ? Health.HEALTHY : Health.WARNING;
      String words =
          is.state() == DeviceStatus.State.READY ? "ready" : Assessment.inner(is.sentence());
      news.add(health, name + ": " + words);
    }
  }

  private static Health health(RaisedCondition condition) {
    if (condition.severity() == Severity.INFO) {
      return Health.HEALTHY;
    }
    return condition.severity() == Severity.WARNING ? Health.WARNING : Health.CRITICAL;
  }

  private static void server(Server was, Server is, News news) {
    boolean before = was.state() == ServerState.CONNECTED;
    boolean connected = is.state() == ServerState.CONNECTED;
    String why = is.lastError() == null ? "" : ": " + Assessment.inner(is.lastError());
    if (before && connected && was.sinceMillis() != is.sinceMillis()) {
      news.add(Health.HEALTHY, "the connection to the server broke and is back" + why);
    } else if (!before && connected) {
      news.add(Health.HEALTHY, "connected to the server");
    } else if (before) {
      if (!connected) {
        news.add(Health.WARNING, "the connection to the server was lost" + why);
      }
    } else if (is.state() == ServerState.REJECTED && was.state() != ServerState.REJECTED) {
      news.add(Health.CRITICAL, "the server refuses this kiosk" + why);
    } else if (is.lastError() != null && !is.lastError().equals(was.lastError())) {
      news.add(Health.WARNING, "the server cannot be reached" + why);
    }
  }

  private static void limits(StatusSnapshot before, StatusSnapshot now, News news) {
    var old = byKey(before.thresholds(), Threshold::metric);
    for (Threshold is : now.thresholds()) {
      Threshold was = old.remove(is.metric());
      String metric = is.metric().words();
      String unit = " " + is.metric().unit().symbol();
      if (was == null || was.limit() != is.limit() || !Objects.equals(was.cid(), is.cid())) {
        String who =
            is.cid() == null ? "as configured" : "set by the server (command " + is.cid() + ")";
        String value = Spans.number(is.limit()) + unit;
        news.add(Health.HEALTHY, "the threshold of " + metric + " is now " + value + ", " + who);
      }
      if (is.exceeded() && (was == null || !was.exceeded())) {
        news.add(Health.WARNING, metric + " is above " + Spans.number(is.limit()) + unit);
      } else if (!is.exceeded() && was != null && was.exceeded()) {
        news.add(Health.HEALTHY, metric + " is below " + Spans.number(is.clear()) + unit);
      }
    }
    old.keySet()
        .forEach(metric -> news.add(Health.HEALTHY, "there is no threshold of " + metric.words()));
  }

  private static void disk(@Nullable String was, @Nullable String is, News news) {
    if (was == null && is != null) {
      news.add(Health.CRITICAL, "cannot write to the disk: " + Assessment.inner(is));
    } else if (was != null && is == null) {
      news.add(Health.HEALTHY, "the disk takes events again");
    }
  }

  private void losses(StatusSnapshot before, StatusSnapshot now, News news) {
    Function<Loss, String> key = loss -> loss.lane() + "/" + loss.reason();
    Map<String, Loss> old = byKey(before.buffer().losses(), key);
    for (Loss loss : now.buffer().losses()) {
      Loss was = old.get(key.apply(loss));
      if (was != null && was.count() >= loss.count()) {
        continue;
      }
      Long told = lossTold.get(key.apply(loss));
      if (told == null || Math.abs(news.nowMillis - told) >= LOSS_AGAIN_MILLIS) {
        lossTold.put(key.apply(loss), news.nowMillis);
        news.add(Health.WARNING, LossWords.of(loss) + " (in all)");
      }
    }
  }

  private static void certificate(Server was, StatusSnapshot now, News news) {
    String trouble = now.server().certificateTrouble();
    if (trouble != null && was.certificateTrouble() == null) {
      news.add(Health.WARNING, CertificateWords.NOT_USED + trouble);
    }
    var is = now.server().certificate();
    boolean ending = is != null && is.expiringSinceMillis() != null;
    boolean ended = was.certificate() != null && was.certificate().expiringSinceMillis() != null;
    if (is != null && ending && !ended) {
      news.add(Health.WARNING, "the " + CertificateWords.of(is, now.takenMillis()));
    } else if (is != null && ended && !ending) {
      news.add(Health.HEALTHY, "the certificate was renewed");
    }
  }

  private static void service(@Nullable Service was, @Nullable Service is, News news) {
    if (is != null && (was == null || !was.by().equals(is.by()))) {
      String left = Spans.words(is.leftMillis());
      news.add(Health.HEALTHY, is.by() + " works on the kiosk for at most " + left);
    } else if (was != null && is == null) {
      news.add(Health.HEALTHY, was.by() + " no longer works on the kiosk");
    }
  }

  /** The first of each key; a list may name one twice. */
  private static <K, T> Map<K, T> byKey(List<T> list, Function<T, K> key) {
    Map<K, T> firsts = new HashMap<>();
    for (T each : list) {
      firsts.putIfAbsent(key.apply(each), each);
    }
    return firsts;
  }
}
