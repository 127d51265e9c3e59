package dev.kiosk.agent.app;

import dev.kiosk.agent.status.Assessment;
import dev.kiosk.agent.status.CheckLine;
import dev.kiosk.agent.status.StatusReader;
import dev.kiosk.agent.status.StatusSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent check}: one line for Nagios-style monitors. */
@Command(
    name = "check",
    description = "One line with performance data, for Nagios-style monitors.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = StatusCommand.NOT_REACHABLE,
    exitCodeOnExecutionException = StatusCommand.NOT_REACHABLE,
    footer =
        "Exit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (agent not reachable, or a wrong option).")
public final class CheckCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9310",
      description = "Where the agent's status is; default ${DEFAULT-VALUE}.")
  private String url = "http://127.0.0.1:9310";

  @Override
  public Integer call() {
    PrintWriter out = Streams.out(spec);
    try {
      StatusSnapshot snapshot = StatusReader.read(StatusClient.of(url).fetch());
      out.println(CheckLine.of(snapshot));
      return Assessment.of(snapshot).health().exitCode();
    } catch (IllegalArgumentException wrong) {
      out.println(CheckLine.unknown(Messages.reason(wrong))); // monitors read standard output only
      return StatusCommand.NOT_REACHABLE;
    } catch (IOException unreachable) {
      out.println(CheckLine.unknown(Messages.reason(unreachable)));
      return StatusCommand.NOT_REACHABLE;
    } finally {
      out.flush();
    }
  }
}
