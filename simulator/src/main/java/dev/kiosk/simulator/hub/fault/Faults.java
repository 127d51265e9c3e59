package dev.kiosk.simulator.hub.fault;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a hub misbehaves towards agents: for each name at most one fault, and any of them together.
 * Immutable.
 */
public final class Faults {

  /** None: the hub keeps the contract. */
  public static final Faults NONE = new Faults(new EnumMap<>(Switch.class));

  private final Map<Switch, Fault> faults;

  private Faults(Map<Switch, Fault> faults) {
    this.faults = Collections.unmodifiableMap(faults);
  }

  /**
   * The same with one fault set anew.
   *
   * @param name for instance {@code receipts}, or {@code all} together with {@code off}
   * @param value for instance {@code late:2s}; {@code off} mends it
   * @throws IllegalArgumentException if there is no such fault or value; the message is one
   *     sentence for people
   */
  public Faults with(String name, String value) {
    if (name.equalsIgnoreCase("all")) {
      return allOff(value);
    }
    Switch which = Switch.named(name);
    Fault fault = which.parse(value);
    var next = new EnumMap<Switch, Fault>(Switch.class);
    next.putAll(faults);
    if (fault == null) {
      next.remove(which);
    } else {
      next.put(which, fault);
    }
    return new Faults(next);
  }

  private static Faults allOff(String value) {
    if (!value.equalsIgnoreCase(Switch.OFF)) {
      throw new IllegalArgumentException("\"all\" can only be off, not \"%s\".".formatted(value));
    }
    return NONE;
  }

  /**
   * The same with one fault set anew, written {@code NAME=VALUE}.
   *
   * @throws IllegalArgumentException as for {@link #with(String, String)}
   */
  public Faults with(String written) {
    int equals = written.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "a fault is NAME=VALUE, for instance receipts=late:2s, not \"%s\".".formatted(written));
    }
    return with(written.substring(0, equals), written.substring(equals + 1));
  }

  /** What becomes of receipts; null when all is well. */
  public @Nullable ReceiptFault receipts() {
    return (ReceiptFault) faults.get(Switch.RECEIPTS);
  }

  /** Whether the hub says nothing. */
  public boolean silent() {
    return faults.containsKey(Switch.SILENT);
  }

  /** How slowly it reads; null when all is well. */
  public @Nullable ReadingFault reading() {
    return (ReadingFault) faults.get(Switch.READING);
  }

  /** When connections end; null when all is well. */
  public @Nullable CloseFault close() {
    return (CloseFault) faults.get(Switch.CLOSE);
  }

  /** How agents are refused; null when all is well. */
  public @Nullable UpgradeFault upgrade() {
    return (UpgradeFault) faults.get(Switch.UPGRADE);
  }

  /** What welcomes say; null when all is well. */
  public @Nullable WelcomeFault welcome() {
    return (WelcomeFault) faults.get(Switch.WELCOME);
  }

  /** Whether, since {@code before}, a fault began that an agent meets only when it connects. */
  public boolean wantNewConnections(Faults before) {
    boolean upgrade = upgrade() != null && !Objects.equals(upgrade(), before.upgrade());
    return upgrade || (welcome() != null && welcome() != before.welcome());
  }

  /** What holds, as a sentence. */
  public String words() {
    return faults.isEmpty()
        ? "hub keeps the contract."
        : faults.values().stream().map(Fault::words).collect(Collectors.joining(", ", "hub ", "."));
  }

  /** The faults there are, a line each. */
  public static List<String> lines() {
    return Arrays.stream(Switch.values()).map(Switch::line).toList();
  }
}
