package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.fault.CloseFault;
import dev.kiosk.simulator.hub.fault.Faults;
import dev.kiosk.simulator.hub.fault.ReadingFault;
import dev.kiosk.simulator.hub.fault.ReceiptFault;
import dev.kiosk.simulator.hub.fault.WelcomeFault;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a session and its agent, and does to what passes what the faults in force ask for.
 */
final class FaultyPeer implements Peer {

  /** Farther than any agent sends while somebody watches. */
  private static final long FAR = 1_000_000_000;

  /** RFC 6455, registry of section 11.7: the agent may come again at once. */
  private static final int SERVICE_RESTART = 1012;

  private final Peer agent;
  private final boolean plain;
  private final Supplier<Faults> faults;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;

  /** The highest receipt of each lane that left. */
  private final Map<String, Long> receipted = new ConcurrentHashMap<>();

  // held by this
  private int demands;
  private boolean waitsForReading;
  private @Nullable Future<?> ending;

  /**
   * A peer that does what the faults ask for at each call.
   *
   * @param plain whether pongs are the receipts
   * @param random draws which receipts are lost
   */
  FaultyPeer(
      Peer agent,
      boolean plain,
      Supplier<Faults> faults,
      ScheduledExecutorService timer,
      RandomGenerator random) {
    this.agent = agent;
    this.plain = plain;
    this.faults = faults;
    this.timer = timer;
    this.random = random;
  }

  /**
   * Adapts to faults that began or ended: what is open may have to end, or to be read on.
   *
   * @param again whether the agent is to connect anew, to meet them
   */
  synchronized void faultsChanged(boolean again) {
    if (again) {
      agent.close(SERVICE_RESTART, "connect again, to another fault");
      return;
    }
    planEnd();
    if (waitsForReading) {
      waitsForReading = false;
      read();
    }
  }

  @Override
  public void welcome(long alerts, long readings) {
    Faults now = faults.get();
    if (now.silent()) {
      return;
    }
    receipted.clear(); // the lanes may be of another spool from here on
    WelcomeFault fault = now.welcome();
    if (fault == null) {
      agent.welcome(alerts, readings);
    } else if (fault == WelcomeFault.EMPTY) {
      agent.welcome(0, 0);
    } else {
      agent.welcome(alerts + FAR, readings + FAR);
    }
  }

  @Override
  public void receipt(String lane, long next) {
    leave(() -> receiptNow(lane, next));
  }

  private void receiptNow(String lane, long next) {
    ReceiptFault fault = faults.get().receipts();
    if (fault != null && fault.kind() == ReceiptFault.Kind.BEYOND) {
      agent.receipt(lane, next + FAR);
      return;
    }
    long highest = receipted.merge(lane, next, Math::max);
    if (next < highest) {
      return; // it was held back until others were not any more, and would break the contract
    }
    agent.receipt(lane, next);
    if (fault != null && fault.kind() == ReceiptFault.Kind.BACK && next > 0) {
      agent.receipt(lane, next - 1);
    }
  }

  @Override
  public void pong(ByteBuffer payload) {
    if (plain) {
      leave(() -> agent.pong(payload.slice()));
    } else if (!faults.get().silent()) {
      agent.pong(payload);
    }
  }

  /** Lets a receipt go, or what stands for one. */
  private void leave(Runnable receipt) {
    Faults now = faults.get();
    ReceiptFault fault = now.receipts();
    if (now.silent()) {
      return;
    }
    if (fault == null) {
      receipt.run();
      return;
    }
    switch (fault.kind()) {
      case LATE -> later(fault.late(), receipt);
      case LOST -> {
        if (random.nextInt(100) >= fault.percent()) {
          receipt.run();
        }
      }
      case DOUBLED -> {
        receipt.run();
        receipt.run();
      }
      case BEYOND, BACK -> receipt.run();
    }
  }

  @Override
  public void send(String message) {
    if (!faults.get().silent()) {
      agent.send(message);
    }
  }

  /** Each demand but the first one stands for a frame that was dealt with. */
  @Override
  public synchronized void demand() {
    if (demands == 0) {
      planEnd();
    }
    CloseFault fault = faults.get().close();
    if (fault != null && fault.frames() > 0 && demands >= fault.frames()) {
      end(fault);
      return;
    }
    demands++;
    read();
  }

  private void read() {
    ReadingFault fault = faults.get().reading();
    if (fault == null) {
      agent.demand();
    } else if (fault.stopped()) {
      waitsForReading = true;
    } else {
      later(fault.pause(), agent::demand);
    }
  }

  private void planEnd() {
    Future<?> planned = ending;
    if (planned != null) {
      planned.cancel(false);
      ending = null;
    }
    CloseFault fault = faults.get().close();
    if (fault != null && fault.frames() == 0) {
      ending = timer.schedule(() -> end(fault), fault.after().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void end(CloseFault fault) {
    if (fault.code() == CloseFault.CUT) {
      agent.cut();
    } else {
      agent.close(fault.code(), "the fault close is set");
    }
  }

  private void later(Duration wait, Runnable what) {
    Future<?> unused = timer.schedule(what, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close(int code, String reason) {
    agent.close(code, reason);
  }

  @Override
  public void cut() {
    agent.cut();
  }

  @Override
  public boolean isOpen() {
    return agent.isOpen();
  }
}
