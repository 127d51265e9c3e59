package dev.kiosk.agent.app;

import dev.kiosk.agent.status.Assessment;
import dev.kiosk.agent.status.StatusReader;
import dev.kiosk.agent.status.StatusSnapshot;
import dev.kiosk.agent.status.StatusText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent status}: asks the agent on this machine how it is and says so in words. */
@Command(
    name = "status",
    description = "Say how the running agent is: what is wrong, since when, what to do.",
    mixinStandardHelpOptions = true,
    footer = "Exit code: 0 healthy, 1 warning, 2 critical, 3 agent not reachable.")
public final class StatusCommand implements Callable<Integer> {

  /** The exit code when there is no agent to ask. */
  static final int NOT_REACHABLE = 3;

  private static final long REDRAW_NANOS = 1_000_000_000L;

  /** Cursor home and clear to the end of the screen: ECMA-48, CUP and ED. */
  private static final String REDRAW = "\u001b[H\u001b[J";

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print the agent's JSON as it is.")
  private boolean json;

  @Option(names = "--watch", description = "Draw anew every second until interrupted.")
  private boolean watch;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9310",
      description = "Where the agent's status is; default ${DEFAULT-VALUE}.")
  private String url = "http://127.0.0.1:9310";

  @Override
  public Integer call() {
    StatusClient client;
    try {
      client = StatusClient.of(url);
    } catch (IllegalArgumentException wrong) {
      if (spec == null) {
        throw wrong;
      }
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
    return watch ? watch(client) : once(client);
  }

  private int once(StatusClient client) {
    try {
      byte[] body = client.fetch();
      StatusSnapshot snapshot = StatusReader.read(body);
      print(json ? new String(body, StandardCharsets.UTF_8) + "\n" : text(snapshot));
      return Assessment.of(snapshot).health().exitCode();
    } catch (IOException unreachable) {
      PrintWriter err = Streams.err(spec);
      err.println("kiosk-agent: " + Messages.reason(unreachable));
      err.flush();
      return NOT_REACHABLE;
    }
  }

  private int watch(StatusClient client) {
    int code = NOT_REACHABLE;
    while (!Thread.currentThread().isInterrupted()) {
      String screen;
      try {
        StatusSnapshot snapshot = StatusReader.read(client.fetch());
        code = Assessment.of(snapshot).health().exitCode();
        screen = text(snapshot);
      } catch (IOException unreachable) {
        code = NOT_REACHABLE;
        screen = Messages.reason(unreachable) + "\n";
      }
      print(REDRAW + screen + "\n(every second; Ctrl-C ends)\n");
      LockSupport.parkNanos(this, REDRAW_NANOS); // returns early when interrupted
    }
    return code;
  }

  private static String text(StatusSnapshot snapshot) {
    return StatusText.of(snapshot, ZoneId.systemDefault(), Terminal.takesColours());
  }

  private void print(String text) {
    PrintWriter out = Streams.out(spec);
    out.print(text);
    out.flush();
  }
}
