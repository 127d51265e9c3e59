package dev.kiosk.agent.command;

import dev.kiosk.agent.time.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where commands wait for their turn. They are carried out one after the other in a step of their
 * own, because each waits for the disk: one that hangs must not hold up whoever took the command.
 */
public final class CommandDesk implements Step {

  /** How many commands may wait; more are refused at once. */
  public static final int MOST_WAITING = 256;

  private static final long SETTLE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Commands commands;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private volatile Runnable wake = () -> {};
  private long settleAtNanos;

  private record Waiting(Command command, Consumer<Outcome> answer) {}

  /** A desk that carries out nothing until it is stepped. */
  public CommandDesk(Commands commands, long nowNanos) {
    this.commands = commands;
    this.settleAtNanos = nowNanos;
  }

  /** Whom to wake when a command waits. */
  public void onCommand(Runnable wakeLoop) {
    wake = wakeLoop;
  }

  /**
   * Leaves a command. From any thread; never waits for the disk.
   *
   * @param answer called once, from this thread or that of the step, when the outcome is on disk or
   *     the command is refused
   */
  public void submit(Command command, Consumer<Outcome> answer) {
    boolean taken;
    synchronized (waiting) {
      taken = waiting.size() < MOST_WAITING;
      if (taken) {
        waiting.addLast(new Waiting(command, answer));
      }
    }
    if (taken) {
      wake.run();
    } else {
      answer.accept(commands.refuse("%d commands wait for the disk".formatted(MOST_WAITING)));
    }
  }

  @Override
  public int step(long nowNanos) {
    Waiting next = next();
    if (next == null) {
      if (commands.isUnsettled() && nowNanos - settleAtNanos >= 0) {
        settleAtNanos = nowNanos + SETTLE_NANOS;
        commands.settle();
      }
      return 0;
    }
    next.answer().accept(commands.answer(next.command()));
    return 1;
  }

  private @Nullable Waiting next() {
    synchronized (waiting) {
      return waiting.pollFirst();
    }
  }

  @Override
  public long wakeAtNanos(long nowNanos) {
    return commands.isUnsettled() ? settleAtNanos : nowNanos + Duration.ofHours(1).toNanos();
  }
}
