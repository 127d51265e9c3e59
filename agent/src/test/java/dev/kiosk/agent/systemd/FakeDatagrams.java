package dev.kiosk.agent.systemd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service manager that can have a full queue, or be away. */
final class FakeDatagrams implements Datagrams {

  private final List<String> told = new ArrayList<>();
  private boolean full;
  private @Nullable String away;
  private @Nullable String blocked;

  void full(boolean is) {
    full = is;
  }

  void away(@Nullable String why) {
    away = why;
  }

  void blocked(String why) {
    blocked = why;
  }

  @Override
  public void open() throws IOException {
    if (blocked != null) {
      throw new IOException(blocked);
    }
  }

  /** What came since the last call. */
  List<String> take() {
    var taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  @Override
  public boolean send(String text) throws IOException {
    if (away != null) {
      throw new IOException(away);
    }
    if (!full) {
      told.add(text);
    }
    return !full;
  }

  @Override
  public long monotonicMicros() {
    return 77;
  }
}
