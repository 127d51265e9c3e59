package dev.kiosk.simulator.app;

import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator demo}: devices, hub and one agent, until Ctrl-C. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Devices, hub and one agent, wired together; prints what happens.")
public final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--check",
      description =
          "Cause faults and set thresholds, expect what must follow, and end: 0 when all of it did, 1 when not.")
  private boolean check;

  @Option(names = "--free-ports", description = "Take free ports instead of the usual ones.")
  private boolean freePorts;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    System.setProperty("tinylog.level", "error"); // the demo's own lines say it better
    PrintWriter out = out();
    Path dir;
    try {
      dir = Files.createTempDirectory("kiosk-demo-");
    } catch (IOException failed) {
      err()
          .println(
              "kiosk-simulator demo: no folder for the demo can be made: " + failed.getMessage());
      return ExitCodes.FAILED;
    }
    var lines = new DemoLines(out, Time.system());
    try {
      Demo demo = Demo.start(dir, freePorts ? DemoPorts.FREE : DemoPorts.USUAL, lines, lines);
      return check ? check(demo, lines, dir) : run(demo, lines, dir);
    } catch (IOException failed) {
      err().println("kiosk-simulator demo: " + failed.getMessage());
      err().println("Is another demo running? Stop it, or take other ports with --free-ports.");
      delete(dir);
      return ExitCodes.FAILED;
    }
  }

  private int run(Demo demo, DemoLines lines, Path dir) throws InterruptedException {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  lines.line("demo", "stopping");
                  demo.close();
                  delete(dir);
                  lines.line("demo", "stopped; nothing is left running");
                  stopped.countDown();
                },
                "demo-stop"));
    welcome(demo, dir);
    stopped.await();
    return ExitCodes.OK;
  }

  private int check(Demo demo, DemoLines lines, Path dir) throws InterruptedException {
    try {
      new DemoCheck(demo, lines).run();
      lines.line("check", "passed");
      return ExitCodes.OK;
    } catch (DemoCheck.FailedException | IOException failed) {
      err().println("kiosk-simulator demo: check failed: " + failed.getMessage());
      return ExitCodes.FAILED;
    } finally {
      demo.close();
      delete(dir);
    }
  }

  private void welcome(Demo demo, Path dir) {
    String simulator = System.getProperty("kiosk.command", "kiosk-simulator");
    String agent = System.getProperty("kiosk.agent", "kiosk-agent");
    PrintWriter out = out();
    out.println();
    out.println(
        "One kiosk is running: two printers and a scanner (simulated), one agent, one server.");
    out.println(
        "The CPU load is this machine's own. Look at them in a browser, and break something:");
    out.println();
    out.printf(
        "  all kiosks       %s     the operators' page: set a limit there%n", demo.hub().httpUri());
    out.printf(
        "  the devices      %s     a panel with a button for each fault%n",
        demo.devices().controlUrl());
    out.printf("  this kiosk       %s     the technician's page%n", demo.statusUrl());
    out.println();
    out.println("Or in another terminal:");
    out.println();
    out.printf("  a fault          %s fault bagtag media-out on      (and off)%n", simulator);
    out.printf("  a pulled cable   %s fault scanner unplug on        (and off)%n", simulator);
    out.printf("  a dead network   %s fault receipt network silent   (and ok)%n", simulator);
    out.printf("  the status       %s status%n", agent);
    out.printf(
        "  what is stored   curl '%sapi/events?tenant=acme&lane=alerts'%n", demo.hub().httpUri());
    out.println("  a threshold      send this over a WebSocket to");
    out.printf("                   %s%n", demo.hub().agentUri().resolve("telemetry?tenant=acme"));
    out.printf(
        "                   {\"kind\":\"set-threshold\",\"host\":\"%s\",\"pct\":5,\"cid\":\"1\"}%n",
        Demo.HOST);
    out.println();
    out.printf("  the agent's configuration  %s%n", dir.resolve("agent.toml"));
    out.println();
    out.println("Ctrl-C stops everything.");
    out.println();
    out.flush();
  }

  private static void delete(Path dir) {
    try (var files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException failed) {
      org.tinylog.Logger.warn("{} could not be removed: {}", dir, failed.getMessage());
    }
  }

  private PrintWriter out() {
    CommandSpec known = spec;
    return known == null
        ? new PrintWriter(System.out, true, java.nio.charset.Charset.defaultCharset())
        : known.commandLine().getOut();
  }

  private PrintWriter err() {
    CommandSpec known = spec;
    return known == null
        ? new PrintWriter(System.err, true, java.nio.charset.Charset.defaultCharset())
        : known.commandLine().getErr();
  }
}
