package dev.kiosk.agent.app;

import dev.kiosk.agent.log.Log;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;

/** The program {@code kiosk-agent}: a service, or a command that a person typed. */
public final class Main {

  /** The exit code for an error of the program itself (EX_SOFTWARE of sysexits.h). */
  private static final int BROKEN = 70;

  private Main() {}

  /** Runs the service or one command. */
  public static void main(String[] args) throws InterruptedException {
    // All that is said is English, and so are its numbers, whatever the machine is set to. And for
    // this locale the JDK knows how
    // digits look; for another one it keeps megabytes of languages in memory.
    Locale.setDefault(Locale.US);
    PlainRun plain = PlainRun.of(args);
    System.exit(plain == null ? MainCommand.execute(args) : serve(plain));
  }

  private static int serve(PlainRun plain) throws InterruptedException {
    try {
      return new ServiceProcess(plain.config(), Path.of("/"), Main::complain).run();
    } catch (RuntimeException broken) {
      Log.error(broken, "The agent met an unexpected error and ends");
      return BROKEN;
    }
  }

  /** Without a writer that would be kept for as long as the service runs. */
  private static void complain(String text) {
    new PrintWriter(System.err, true, Charset.defaultCharset()).println(text);
  }
}
