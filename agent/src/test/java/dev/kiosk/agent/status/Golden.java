package dev.kiosk.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that are kept as files. */
final class Golden {

  private static final Path FOLDER = Path.of("src/test/resources/status");

  private Golden() {}

  /** Holds a text against a file; with -Dgolden.write=true the file is written anew instead. */
  static void check(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
