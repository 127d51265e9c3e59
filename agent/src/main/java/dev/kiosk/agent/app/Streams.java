package dev.kiosk.agent.app;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: where picocli was told to, which a test may have changed. */
final class Streams {

  private Streams() {}

  static PrintWriter out(@Nullable CommandSpec spec) {
    return spec == null
        ? new PrintWriter(System.out, true, Charset.defaultCharset())
        : spec.commandLine().getOut();
  }

  static PrintWriter err(@Nullable CommandSpec spec) {
    return spec == null
        ? new PrintWriter(System.err, true, Charset.defaultCharset())
        : spec.commandLine().getErr();
  }
}
