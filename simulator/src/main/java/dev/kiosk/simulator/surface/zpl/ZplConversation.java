package dev.kiosk.simulator.surface.zpl;

import dev.kiosk.simulator.surface.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one host's bytes mean. Commands that begin with a tilde are obeyed on arrival, also between
 * the commands of a label; labels, from ^XA to ^XZ, are swallowed and counted.
 */
final class ZplConversation implements Conversation {

  private static final int ROOM_BYTES = 16 * 1024;
  private static final int LONGEST_LINE = 256;
  private static final String LINE_BEGINS = "! U1 ";
  private static final List<String> COMMANDS = List.of("~HS", "~HQES", "~HI", "^XA", "^XZ");
  private static final Pattern GETVAR = Pattern.compile("! U1 getvar \"([a-z0-9._]+)\" *");

  private final ZplPrinter printer;
  private final StringBuilder begun = new StringBuilder();

  ZplConversation(ZplPrinter printer) {
    this.printer = printer;
  }

  @Override
  public int room() {
    return ROOM_BYTES;
  }

  @Override
  public List<byte[]> receive(byte[] data, int length) {
    var answers = new ArrayList<byte[]>();
    for (int i = 0; i < length; i++) {
      String answer = take((char) (data[i] & 0xFF));
      if (!answer.isEmpty()) {
        answers.add(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return answers;
  }

  /** The answer that this byte completes; empty if there is none. */
  private String take(char value) {
    if (begun.indexOf(LINE_BEGINS) == 0) {
      return takeOfLine(value);
    }
    begun.append(value);
    String word = begun.toString();
    if (COMMANDS.contains(word)) {
      begun.setLength(0);
      return obey(word);
    }
    boolean mayBecomeOne =
        LINE_BEGINS.startsWith(word) || COMMANDS.stream().anyMatch(each -> each.startsWith(word));
    if (!mayBecomeOne) {
      begun.setLength(0);
      // What broke one command off may begin the next.
      return word.length() > 1 ? take(value) : "";
    }
    return "";
  }

  private String takeOfLine(char value) {
    if (value != '\r' && value != '\n' && begun.length() < LONGEST_LINE) {
      begun.append(value);
      return "";
    }
    Matcher getvar = GETVAR.matcher(begun);
    String answer = getvar.matches() ? '"' + printer.settingOfPrintPort(getvar.group(1)) + '"' : "";
    begun.setLength(0);
    return answer;
  }

  private String obey(String command) {
    switch (command) {
      case "~HS" -> {
        ZplReplies replies = printer.replies();
        return replies.keepsSilent() ? "" : replies.hostStatus();
      }
      case "~HQES" -> {
        return printer.replies().errorStatus();
      }
      case "~HI" -> {
        return printer.identity();
      }
      case "^XA" -> printer.labels().begin(this);
      default -> printer.labels().end(this); // ^XZ
    }
    return "";
  }

  @Override
  public void close() {
    printer.labels().forget(this);
  }
}
