package dev.kiosk.agent.wire;

import dev.kiosk.agent.wire.Contract.Golden;
import java.util.List;
import java.util.Random;

/** Texts made from the server's golden frames by cutting, doubling, swapping and noise. */
final class Mutations {

  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "null",
    "true",
    "-1",
    "1e999",
    "0.5",
    "9007199254740993",
    "-0",
    "\u0000",
    "\ud83d",
    "🔑",
    "NaN",
    "\"kind\":",
    "\"cid\":\"\"",
    "//",
    "\ufeff"
  };

  private final Random random;
  private final List<String> frames;

  Mutations(Random random) {
    this.random = random;
    frames =
        new Contract()
            .index().stream()
                .filter(Golden::fromServer)
                .map(Golden::frame)
                .filter(frame -> frame.length() < 1000)
                .toList();
  }

  String next() {
    if (random.nextInt(10) == 0) {
      return noise();
    }
    var text = new StringBuilder(frames.get(random.nextInt(frames.size())));
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutate(text);
    }
    return text.toString();
  }

  private void mutate(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(8));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
      case 3 -> text.replace(at, end, TOKENS[random.nextInt(TOKENS.length)]);
      default -> text.insert(at, (char) random.nextInt(0x10000));
    }
  }

  private String noise() {
    var text = new StringBuilder();
    for (int i = random.nextInt(200); i > 0; i--) {
      text.append(
          random.nextBoolean()
              ? TOKENS[random.nextInt(TOKENS.length)]
              : String.valueOf((char) random.nextInt(0x10000)));
    }
    return text.toString();
  }
}
