package dev.kiosk.agent.link;

import dev.kiosk.agent.command.Carrier;
import dev.kiosk.agent.command.Command;
import dev.kiosk.agent.command.CommandDesk;
import dev.kiosk.agent.command.Commands;
import dev.kiosk.agent.command.Outcome;
import dev.kiosk.agent.command.PushedLimit;
import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.spool.Drain;
import dev.kiosk.agent.spool.Gap;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.spool.SpoolConfig;
import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.CpuEvent;
import dev.kiosk.agent.wire.GapEvent;
import dev.kiosk.agent.wire.GapReason;
import dev.kiosk.agent.wire.Sender;
import dev.kiosk.agent.wire.WireLane;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A link over a fake transport and a real spool on a fake disk. */
final class LinkBench {

  final ManualTime time = new ManualTime();
  final FakeDisk disk = new FakeDisk();
  final Counters counters = new Counters();
  final FakeTransport transport;
  final Codec codec = new Codec(new Sender("acme", "T1-K017"));
  final Spool spool;
  final List<FakeFormer> formers = new ArrayList<>();
  final CommandDesk desk;
  final Link link;

  LinkBench() throws IOException {
    this(1024, Integer.MAX_VALUE);
  }

  LinkBench(int maxInFlight, int replayRate) throws IOException {
    this(maxInFlight, replayRate, List.of());
  }

  /** A link that has former owners' events to send too. */
  LinkBench(int maxInFlight, int replayRate, List<String> owners) throws IOException {
    this(Wiring.fake(), maxInFlight, replayRate, owners);
  }

  /** A link over a real network. */
  LinkBench(Wiring wiring, int maxInFlight) throws IOException {
    this(wiring, maxInFlight, Integer.MAX_VALUE, List.of());
  }

  private LinkBench(Wiring wiring, int maxInFlight, int replayRate, List<String> owners)
      throws IOException {
    Transport onto = wiring.transport();
    transport = onto instanceof FakeTransport fake ? fake : new FakeTransport();
    spool = openSpool("acme/T1-K017");
    for (String owner : owners) {
      formers.add(new FakeFormer(openSpool(owner)));
    }
    desk =
        new CommandDesk(
            Commands.open(disk, Path.of("/state"), acknowledging(), counters).commands(),
            time.nanos());
    var config =
        new LinkConfig(
            wiring.uri(),
            wiring.token(),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            maxInFlight,
            replayRate,
            wiring.deadlines());
    link =
        new Link(
            config,
            new Link.Parts(
                origin(spool, live(true)), List.copyOf(formers), codec, desk, onto, counters),
            time,
            new Random(1));
  }

  /** What the link is laid over. */
  record Wiring(
      Transport transport, URI uri, Supplier<@Nullable String> token, Deadlines deadlines) {

    static Wiring fake() {
      return fake(() -> "secret");
    }

    static Wiring fake(Supplier<@Nullable String> token) {
      var nowhere = URI.create("ws://127.0.0.1:9400/ws/agent");
      return new Wiring(new FakeTransport(), nowhere, token, Deadlines.STANDARD);
    }
  }

  private static Origin origin(Spool spool, LiveEvents live) {
    return new Origin() {
      @Override
      public Spool spool() {
        return spool;
      }

      @Override
      public LiveEvents live() {
        return live;
      }
    };
  }

  /** A former owner's events. */
  final class FakeFormer implements FormerOrigin {
    final Spool spool;
    String ended = "";

    FakeFormer(Spool spool) {
      this.spool = spool;
    }

    @Override
    public Spool spool() {
      return spool;
    }

    @Override
    public LiveEvents live() {
      return LinkBench.this.live(false);
    }

    @Override
    public String owner() {
      return spool.owner();
    }

    @Override
    public boolean isEmpty() {
      return spool.stats().alerts().held() + spool.stats().readings().held() == 0;
    }

    @Override
    public void drained() {
      ended = "drained";
    }

    @Override
    public void refused(String why) {
      ended = "refused: " + why;
    }
  }

  private Spool openSpool(String owner) throws IOException {
    var config =
        new SpoolConfig(
            Path.of("/spool/" + owner),
            64 << 20,
            Duration.ofDays(30),
            Duration.ofSeconds(1),
            owner);
    return Spool.open(
        config, new Spool.Surroundings(disk, time, counters, new Random(1)), this::announce);
  }

  private List<byte[]> announce(Gap gap) {
    WireLane lane = gap.lane() == Lane.ALERTS ? WireLane.ALERTS : WireLane.READINGS;
    GapReason reason = GapReason.valueOf(gap.reason().name());
    return List.of(
        codec.encode(new GapEvent(0, lane, gap.first(), gap.count(), null, null, reason)));
  }

  private static Carrier acknowledging() {
    return new Carrier() {
      @Override
      public Decision decide(Command command, Map<String, PushedLimit> limits) {
        return new Decision(new Outcome.Ack(90.0), limits);
      }

      @Override
      public void apply(Map<String, PushedLimit> limits) {
        // nothing to keep
      }
    };
  }

  private LiveEvents live(boolean beats) {
    return new LiveEvents() {
      @Override
      public byte[] hello(Drain drain) {
        return bytes("{\"kind\":\"hello\",\"spool\":\"" + drain.id() + "\"}");
      }

      @Override
      public List<byte[]> states() {
        return List.of(bytes("{\"type\":\"device\",\"live\":true}"));
      }

      @Override
      public byte @Nullable [] heartbeat(long nowNanos) {
        return !beats ? null : bytes("{\"type\":\"heartbeat\"}");
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Steps link and spool until both are idle. */
  void settle() {
    for (int i = 0; i < 100_000; i++) {
      int work = link.step(time.nanos()) + desk.step(time.nanos());
      work += spool.step(time.nanos());
      for (FakeFormer former : formers) {
        work += former.spool.step(time.nanos());
      }
      if (work == 0) {
        return;
      }
    }
    throw new AssertionError("the link never comes to rest");
  }

  void pass(Duration duration) {
    long end = time.nanos() + duration.toNanos();
    settle();
    while (time.nanos() < end) {
      time.pass(Duration.ofMillis(50));
      settle();
    }
  }

  /** Connects with the level and, for v1, greets. */
  FakeTransport.FakeConnection connect(String subprotocol, long alertsNext, long readingsNext) {
    settle();
    FakeTransport.FakeConnection connection = transport.last();
    connection.open(subprotocol);
    settle();
    if (subprotocol.equals(LinkConfig.V1)) {
      connection.say(
          "{\"kind\":\"welcome\",\"lanes\":{\"alerts\":{\"next\":%d},\"readings\":{\"next\":%d}}}"
              .formatted(alertsNext, readingsNext));
      settle();
    }
    return connection;
  }

  FakeTransport.FakeConnection connectV1() {
    return connect(LinkConfig.V1, 0, 0);
  }

  void receipt(String lane, long next) {
    transport
        .last()
        .say("{\"kind\":\"receipt\",\"lane\":\"%s\",\"next\":%d}".formatted(lane, next));
    settle();
  }

  void readings(int count) {
    for (int i = 0; i < count; i++) {
      spool.append(Lane.READINGS, codec.encode(new CpuEvent(i, 1)));
    }
  }

  void alert(String text) {
    spool.append(Lane.ALERTS, bytes("{\"type\":\"error\",\"message\":\"" + text + "\"}"));
  }
}
