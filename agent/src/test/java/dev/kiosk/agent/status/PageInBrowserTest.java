package dev.kiosk.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.counters.Counters;
import dev.kiosk.agent.peer.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a person's browser shows it. Pictures go to {@code target/pages}. */
class PageInBrowserTest {

  private static final Path PICTURES = Path.of("target/pages");

  private final List<Thread> clocks = new ArrayList<>();
  private volatile StatusSnapshot shown = Pages.healthy();
  private Browser browser;
  private volatile StatusServer server;

  @BeforeEach
  void start() throws IOException {
    browser = Browser.start(Path.of("."), PICTURES);
    server = listen(0);
    every(Duration.ofMillis(500), () -> server.show());
  }

  private void every(Duration time, Runnable work) {
    var clock =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                work.run();
                LockSupport.parkNanos(time.toNanos());
              }
            });
    clock.start();
    clocks.add(clock);
  }

  private StatusServer listen(int port) throws IOException {
    return StatusServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), () -> shown, new Counters());
  }

  @AfterEach
  void stop() throws IOException {
    clocks.forEach(Thread::interrupt);
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.address().getPort() + "/";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"healthy", "one-problem", "many-problems", "offline", "losses", "hostile"})
  void isReadableAtEveryWidthInLightAndDark(String name) throws IOException {
    shown = Pages.named(name);
    browser.run("shoot", name, url());
  }

  @Test
  void showsAFaultWithoutBeingLoadedAnew() throws IOException {
    browser.run("open", url());
    browser.run("await", "All is well", "5000");
    shown = Pages.named("one-problem");
    browser.run("await", "cannot print bag tags: the paper has run out (for", "2000");
    shown = Pages.healthy();
    browser.run("await", "All is well", "2000");
  }

  @Test
  void saysThatTheAgentIsGoneAndComesBackByItself() throws IOException {
    browser.run("open", url());
    browser.run("await", "All is well", "5000");
    int port = server.address().getPort();
    server.close();
    browser.run("await", "The agent does not answer.", "3000");
    server = listen(port);
    browser.run("await", "All is well", "5000");
    shown = Pages.named("one-problem");
    browser.run("await", "cannot print bag tags", "5000");
  }

  @Test
  void staysCalmAtAThousandChangesASecond() throws IOException {
    var history = new History();
    var turns = new AtomicInteger();
    Runnable change =
        () -> {
          int turn = turns.incrementAndGet();
          StatusSnapshot now = turn % 2 == 0 ? Pages.healthy() : Pages.named("one-problem");
          history.look(now, Duration.ofMillis(turn).toNanos());
          shown = Pages.withHistory(now, history);
        };
    every(Duration.ofMillis(1), change);
    browser.run("open", url());
    assertThat(browser.run("flood", String.valueOf(Duration.ofSeconds(6).toMillis()))).isNotEmpty();
    assertThat(turns.get()).isGreaterThan(1000);
  }
}
