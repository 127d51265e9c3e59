package dev.kiosk.simulator.hub.nats;

import dev.kiosk.simulator.hub.store.Store.Appended;
import dev.kiosk.simulator.hub.store.Store.Keeper;
import dev.kiosk.simulator.hub.store.Store.Settled;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the store tells, to be waited for. */
final class Answer implements Keeper, Settled {

  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  @Override
  public void taken() {}

  @Override
  public void stored(Appended done) {
    told.add(done);
  }

  @Override
  public void settled(Map<String, Long> nexts) {
    told.add(nexts);
  }

  @Override
  public void refused(String reason) {
    told.add("refused " + reason);
  }

  @Override
  public void failed(String reason) {
    told.add("failed " + reason);
  }

  String next() throws InterruptedException {
    return String.valueOf(told.poll(15, TimeUnit.SECONDS));
  }

  Appended stored() throws InterruptedException {
    if (told.poll(15, TimeUnit.SECONDS) instanceof Appended done) {
      return done;
    }
    throw new AssertionError("not stored");
  }

  @SuppressWarnings("unchecked")
  Map<String, Long> nexts() throws InterruptedException {
    if (told.poll(15, TimeUnit.SECONDS) instanceof Map<?, ?> nexts) {
      return (Map<String, Long>) nexts;
    }
    throw new AssertionError("not settled");
  }
}
