package dev.kiosk.agent.device.escpos;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The full status of a Custom printer and what it means: {@code 10 0F P U R X} (KPM210, KPM150 and
 * KPM300 manuals, DLE EOT 20). Pure.
 *
 * <pre>
 *       b0 (01)       b1 (02)        b2 (04)    b3 (08)         b5 (20)            b6 (40)      b7 (80)
 *   P   no paper      -              near end   -               ticket in output   virtual end  notch seen
 *   U   head up       cover open     spooling   drag motor on   LF key             FF key       -
 *   R   head too hot  communication  -          supply voltage  command refused    (varies)     notch not found
 *   X   cutter        cutter cover   RAM        EEPROM          -                  -            -
 * </pre>
 *
 * <p>"Notch seen" has one sense on some models and the other on others, so it is not used. b6 of R
 * is an error on each, but not the same one, and so no more than a recoverable fault; so is any bit
 * of R and X that no manual names, as R and X are there for errors. Unnamed bits of P and U are
 * passed over.
 */
public final class CustomStatus {

  /** How long an answer is. */
  static final int BYTES = 6;

  static final byte FIRST = 0x10;
  static final byte SECOND = 0x0F;

  /**
   * One bit, or several that say the same.
   *
   * @param at which byte of the answer
   * @param condition what it means, or null when it is no trouble
   */
  private record Bit(
      int at, int mask, String words, @Nullable Condition condition, @Nullable String subject) {}

  private static final int P = 2;
  private static final int U = 3;
  private static final int R = 4;
  private static final int X = 5;

  private static final List<Bit> BITS =
      List.of(
          new Bit(P, 0x01, "no paper", Condition.MEDIA_OUT, "roll"),
          new Bit(P, 0x04, "paper near end", Condition.MEDIA_LOW, "roll"),
          new Bit(P, 0x20, "ticket in the output", Condition.MEDIA_NOT_TAKEN, "presenter"),
          new Bit(P, 0x40, "virtual paper end", Condition.MEDIA_LOW, "roll"),
          new Bit(P, 0x80, "notch sensor set", null, null),
          new Bit(U, 0x01, "head up", Condition.COVER_OPEN, "head"),
          new Bit(U, 0x02, "cover open", Condition.COVER_OPEN, null),
          new Bit(U, 0x04, "spooling", Condition.DEVICE_BUSY, null),
          new Bit(U, 0x08, "paper motor on", Condition.DEVICE_BUSY, null),
          new Bit(U, 0x20, "LF key pressed", null, null),
          new Bit(U, 0x40, "FF key pressed", null, null),
          new Bit(R, 0x01, "head too hot", Condition.OVER_TEMPERATURE, "head"),
          new Bit(R, 0x02, "communication error", Condition.RECOVERABLE_FAULT, "interface"),
          new Bit(R, 0x08, "supply voltage out of range", Condition.POWER_FAULT, null),
          new Bit(R, 0x20, "a command was refused", null, null),
          new Bit(R, 0x40, "an error that differs by model", Condition.RECOVERABLE_FAULT, null),
          new Bit(R, 0x14, "an error that no manual names", Condition.RECOVERABLE_FAULT, null),
          new Bit(R, 0x80, "notch not found", Condition.MEDIA_FEED_FAULT, "roll"),
          new Bit(X, 0x01, "cutter error", Condition.CUTTER_FAULT, "cutter"),
          new Bit(X, 0x02, "cutter cover open", Condition.COVER_OPEN, "cutter"),
          new Bit(X, 0x04, "RAM error", Condition.CONFIG_FAULT, "RAM"),
          new Bit(X, 0x08, "EEPROM error", Condition.CONFIG_FAULT, "EEPROM"),
          new Bit(
              X,
              0xF0,
              "an unrecoverable error that no manual names",
              Condition.RECOVERABLE_FAULT,
              null));

  private final byte[] answer;

  private CustomStatus(byte[] answer) {
    this.answer = answer;
  }

  /**
   * Reads an answer to DLE EOT 20.
   *
   * @throws EscPosException when it has not six bytes or does not begin with 10 0F; no bit of it
   *     counts then
   */
  public static CustomStatus parse(byte... answer) throws EscPosException {
    if (answer.length != BYTES || answer[0] != FIRST || answer[1] != SECOND) {
      throw new EscPosException(
          "the answer to DLE EOT 20 is not of the form 10 0F and four bytes more");
    }
    return new CustomStatus(answer.clone());
  }

  /** The conditions that the answer shows, each once for each part; empty when all is well. */
  public List<Finding> findings() {
    boolean open = isOpen();
    var found = new ArrayList<Finding>();
    for (Bit bit : set()) {
      Condition condition = bit.condition();
      if (condition == null || (open && EscPosStatus.FROZEN_BY_COVER.contains(condition))) {
        continue;
      }
      if (!has(found, condition, bit.subject())) {
        found.add(new Finding(condition, bit.subject(), raw(bit)));
      }
    }
    return List.copyOf(found);
  }

  /** The conditions of which the answer tells whether they hold. */
  public Set<Condition> judged() {
    var judged = EnumSet.of(Condition.DEVICE_OK);
    BITS.forEach(
        bit -> {
          if (bit.condition() != null) {
            judged.add(bit.condition());
          }
        });
    if (isOpen()) {
      judged.removeAll(EscPosStatus.FROZEN_BY_COVER);
    }
    return Collections.unmodifiableSet(judged);
  }

  /** All bits that are set, in words. */
  String words() {
    String bits = set().stream().map(Bit::words).collect(Collectors.joining(", "));
    return "full status: " + (bits.isEmpty() ? "nothing to report" : bits);
  }

  private boolean isOpen() {
    return set().stream().anyMatch(bit -> bit.condition() == Condition.COVER_OPEN);
  }

  private List<Bit> set() {
    return BITS.stream().filter(bit -> (answer[bit.at()] & bit.mask()) != 0).toList();
  }

  private static boolean has(List<Finding> found, Condition condition, @Nullable String subject) {
    return found.stream()
        .anyMatch(
            each ->
                each.condition() == condition
                    && String.valueOf(each.subject()).equals(String.valueOf(subject)));
  }

  private String raw(Bit bit) {
    String bytes = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(answer);
    return "DLE EOT 20 = " + bytes + "; " + bit.words();
  }
}
