package dev.kiosk.agent.device.zpl;

import dev.kiosk.agent.condition.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The answer to ~HS, three frames (Zebra ZPL II Programming Guide, ~HS):
 *
 * <pre>
 *   frame 1   aaa,b,c,dddd,eee,f,g,h,iii,j,k,l
 *             b paper out   c paused   f receive buffer full
 *             j settings lost   k head too cold   l head too hot
 *   frame 2   mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www
 *             o head up   p ribbon out   q thermal transfer   t label waits to be taken
 *   frame 3   xxxx,y
 *             xxxx a password: checked to be there, never kept
 * </pre>
 *
 * <p>Newer firmware adds fields at the end; they are passed over.
 */
final class HostStatus {

  /** How many frames an answer has. */
  static final int FRAMES = 3;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,8}");
  private static final Pattern FLAG = Pattern.compile("[01]");
  private static final Pattern MODE = Pattern.compile("[0-9A-Za-z]{1,2}");

  private static final List<Pattern> FRAME_1 =
      List.of(NUMBER, FLAG, FLAG, NUMBER, NUMBER, FLAG, FLAG, FLAG, NUMBER, FLAG, FLAG, FLAG);
  private static final List<Pattern> FRAME_2 =
      List.of(NUMBER, NUMBER, FLAG, FLAG, FLAG, MODE, MODE, FLAG, NUMBER, NUMBER, NUMBER);
  private static final int FRAME_3_FIELDS = 2;

  private final List<String> first;
  private final List<String> second;

  private HostStatus(List<String> first, List<String> second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Reads the three frames, without their 02 and 03.
   *
   * @throws ZplException when a field is missing or is no value that it may have; no field counts
   *     then. The message never quotes the third frame
   */
  static HostStatus parse(List<String> frames) throws ZplException {
    if (frames.size() != FRAMES) {
      throw new ZplException(frames.size() + " frames in the answer to ~HS, not " + FRAMES);
    }
    List<String> first = fields(1, frames.get(0), FRAME_1);
    List<String> second = fields(2, frames.get(1), FRAME_2);
    int third = frames.get(2).split(",", -1).length;
    if (third < FRAME_3_FIELDS) {
      throw tooFew(3, third, FRAME_3_FIELDS);
    }
    return new HostStatus(first, second);
  }

  private static List<String> fields(int frame, String text, List<Pattern> forms)
      throws ZplException {
    String[] fields = text.split(",", -1);
    if (fields.length < forms.size()) {
      throw tooFew(frame, fields.length, forms.size());
    }
    List<String> known = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      String field = fields[i].strip();
      if (!forms.get(i).matcher(field).matches()) {
        throw new ZplException(
            "field " + (i + 1) + " of frame " + frame + " of the answer to ~HS is out of range");
      }
      known.add(field);
    }
    return List.copyOf(known);
  }

  private static ZplException tooFew(int frame, int had, int wanted) {
    return new ZplException(
        "frame " + frame + " of the answer to ~HS has " + had + " fields, not " + wanted);
  }

  /** Field b: no labels left. */
  boolean paperOut() {
    return flag(first, 1);
  }

  /** Field c: paused, by a person or by a fault. */
  boolean paused() {
    return flag(first, 2);
  }

  /** Field f: the receive buffer is full. */
  boolean bufferFull() {
    return flag(first, 5);
  }

  /** Field j: the memory that keeps the settings was corrupt, and they are lost. */
  boolean settingsLost() {
    return flag(first, 9);
  }

  /** Field k: the head is too cold. */
  boolean tooCold() {
    return flag(first, 10);
  }

  /** Field l: the head is too hot. */
  boolean tooHot() {
    return flag(first, 11);
  }

  /** Field o: the head is up. */
  boolean headUp() {
    return flag(second, 2);
  }

  /** Field p, where field q says that there is a ribbon: without one the field means nothing. */
  boolean ribbonOut() {
    return usesRibbon() && flag(second, 3);
  }

  /** Field q: prints with a ribbon. */
  boolean usesRibbon() {
    return flag(second, 4);
  }

  /** Field t: a label waits to be taken off. */
  boolean labelWaiting() {
    return flag(second, 7);
  }

  /** Adds what it shows. */
  void addTo(Signs signs) {
    signs.fault(headUp(), Condition.COVER_OPEN, "head");
    signs.fault(paperOut(), Condition.MEDIA_OUT, "roll");
    signs.fault(ribbonOut(), Condition.SUPPLY_OUT, "ribbon");
    signs.fault(settingsLost(), Condition.CONFIG_FAULT, "settings");
    signs.fault(tooCold(), Condition.UNDER_TEMPERATURE, "head");
    signs.fault(tooHot(), Condition.OVER_TEMPERATURE, "head");
    signs.note(bufferFull(), Condition.BUFFER_FULL, "receive buffer");
    signs.note(labelWaiting(), Condition.MEDIA_NOT_TAKEN, "exit");
    signs.paused(paused());
  }

  /** The known fields of the first two frames. */
  String raw() {
    return "~HS " + String.join(",", first) + " / " + String.join(",", second);
  }

  /** What the answer says, for a person who looks at the bytes. */
  String words() {
    List<String> said = new ArrayList<>();
    for (String each :
        Arrays.asList(
            paperOut() ? "paper out" : "",
            paused() ? "paused" : "",
            bufferFull() ? "buffer full" : "",
            settingsLost() ? "settings lost" : "",
            tooCold() ? "head too cold" : "",
            tooHot() ? "head too hot" : "",
            headUp() ? "head up" : "",
            ribbonOut() ? "ribbon out" : "",
            labelWaiting() ? "label waiting" : "")) {
      if (!each.isEmpty()) {
        said.add(each);
      }
    }
    return said.isEmpty() ? "nothing wrong" : String.join(", ", said);
  }

  private static boolean flag(List<String> fields, int at) {
    return fields.get(at).equals("1");
  }
}
