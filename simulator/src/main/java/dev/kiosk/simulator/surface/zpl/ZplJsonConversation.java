package dev.kiosk.simulator.surface.zpl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiosk.simulator.surface.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One host on the settings channel: objects in, objects out. What is no JSON is thrown away. */
final class ZplJsonConversation implements Conversation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_BYTES = 4_096;

  private final ZplPrinter printer;
  private final Consumer<String> told;
  private final boolean served;
  private final Runnable left;
  private final StringBuilder begun = new StringBuilder();

  /**
   * A conversation.
   *
   * @param served false to hang up at once
   * @param left is run at the end
   */
  ZplJsonConversation(ZplPrinter printer, Consumer<String> told, boolean served, Runnable left) {
    this.printer = printer;
    this.told = told;
    this.served = served;
    this.left = left;
  }

  @Override
  public int room() {
    return LONGEST_BYTES;
  }

  @Override
  public boolean over() {
    return !served;
  }

  @Override
  public List<byte[]> receive(byte[] data, int length) {
    var answers = new ArrayList<byte[]>();
    for (int i = 0; i < length; i++) {
      if (begun.length() == 0 && data[i] != '{') {
        continue; // between objects: nothing that is JSON here
      }
      begun.append((char) (data[i] & 0xFF));
      if (data[i] == '}' && begun.length() <= LONGEST_BYTES) {
        answer(answers);
      }
    }
    if (begun.length() > LONGEST_BYTES) {
      begun.setLength(0);
    }
    return answers;
  }

  /** Settings are flat, but a brace may stand in a text: so what does not parse yet is kept. */
  private void answer(List<byte[]> answers) {
    JsonNode asked;
    try {
      asked = JSON.readTree(begun.toString());
    } catch (JsonProcessingException notYet) {
      return;
    }
    begun.setLength(0);
    if (asked.isEmpty()) {
      return;
    }
    ObjectNode answer = JSON.createObjectNode();
    for (var setting : asked.properties()) {
      if (!setting.getValue().isNull()) {
        told.accept("was told to set " + setting.getKey() + ", which has no effect here");
      }
      answer.put(setting.getKey(), printer.setting(setting.getKey()));
    }
    answers.add(answer.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    left.run();
  }
}
