package dev.kiosk.agent.app;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.disk.DiskWaits;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.systemd.Asked;
import dev.kiosk.agent.systemd.Notifier;
import dev.kiosk.agent.systemd.Part;
import dev.kiosk.agent.time.Loop;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the service manager is told of the agent in this process; nothing where none asks. That is
 * done by the thread that has nothing else to do: the one that began the process.
 */
final class Notices {

  private static final Path OWN_PROCESS = Path.of("/proc/self");

  private final @Nullable Notifier notifier;
  private final @Nullable Loop loop;
  private final DiskWaits waits = new DiskWaits();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Notices(@Nullable Notifier notifier, @Nullable Loop loop) {
    this.notifier = notifier;
    this.loop = loop;
  }

  /** Nobody is told anything. */
  static Notices none() {
    return new Notices(null, null);
  }

  /** As the environment of this process asks. */
  static Notices asAsked(Time time) {
    Asked asked = Asked.by(System.getenv(), ownProcess());
    if (asked == null) {
      return none();
    }
    Notifier notifier = Notifier.of(asked, time);
    var loop = new Loop("systemd", notifier, time, Notices::failed);
    notifier.onNews(loop::wake);
    return new Notices(notifier, loop);
  }

  /** By proc_pid(5): {@code ProcessHandle} would bring forty classes along. Empty elsewhere. */
  private static String ownProcess() {
    try {
      return Files.readSymbolicLink(OWN_PROCESS).toString();
    } catch (IOException noLinux) {
      return "";
    }
  }

  /** Tells, in the caller's thread, until {@link #end}. */
  void stay() throws InterruptedException {
    if (loop == null) {
      ended.await();
    } else {
      loop.stay();
    }
  }

  /** Ends {@link #stay}, whether it has begun or not. */
  void end() {
    ended.countDown();
    if (loop != null) {
      loop.askToStop();
    }
  }

  private static void failed(Throwable failure) {
    Log.error(failure, "The notices to the service manager met an unexpected error and go on");
  }

  /** The disk, seen so that one that hangs is not taken for a part that does. */
  Disk seen(Disk disk) {
    return notifier == null ? disk : waits.seen(disk);
  }

  /** This agent works now; a reload that was under way is over. */
  void running(RunningAgent agent, Supplier<String> words) {
    if (notifier != null) {
      notifier.watch(
          agent.loops().stream()
              .filter(loop -> mustComeForward(loop.name()))
              .map(loop -> Part.of(loop, waits))
              .toList(),
          words);
      notifier.reloaded();
    }
  }

  /**
   * A device may hang for as long as it likes, and its worker with it; and commands wait for files
   * that are not the agent's own.
   */
  private static boolean mustComeForward(String loop) {
    return !loop.startsWith("probe-") && !loop.equals("command");
  }

  void reloading() {
    if (notifier != null) {
      notifier.reloading();
    }
  }

  /** Nothing runs now, by intention; that must not last. */
  void between() {
    if (notifier != null) {
      notifier.watch(List.of(Part.inOneGo("reload")), () -> "Taking the configuration anew");
    }
  }

  /** The reload is over, and the agent is the same as before. */
  void unchanged() {
    if (notifier != null) {
      notifier.reloaded();
    }
  }

  void stopping() {
    if (notifier != null) {
      notifier.stopping();
    }
  }
}
