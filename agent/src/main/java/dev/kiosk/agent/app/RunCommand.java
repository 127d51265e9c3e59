package dev.kiosk.agent.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-agent run}: the service. */
@Command(
    name = "run",
    description = "Run the agent: the service. SIGHUP makes it take a changed configuration.",
    mixinStandardHelpOptions = true,
    footer = "Exit code: 78 when the configuration is wrong, 74 when its folders cannot be used.")
public final class RunCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = ServiceProcess.USUAL_CONFIG,
      description = "The configuration; default ${DEFAULT-VALUE}.")
  private Path config = Path.of(ServiceProcess.USUAL_CONFIG);

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "Where /sys and /proc are found; another folder with simulated devices.")
  private Path root = Path.of("/");

  @Override
  public Integer call() throws InterruptedException {
    return new ServiceProcess(config, root, Streams.err(spec)::println).run();
  }
}
