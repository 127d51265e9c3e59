package dev.kiosk.agent.peer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Chromium, driven by Playwright through {@code src/test/browser/page.mjs}. Needs {@code
 * node}, {@code chromium} and the npm packages {@code playwright-core} and {@code
 * @axe-core/playwright}.
 */
public final class Browser implements AutoCloseable {

  private static final String SCRIPT = "src/test/browser/page.mjs";

  private final Process process;
  private final BufferedWriter tell;
  private final BufferedReader answers;

  private Browser(Process process) {
    this.process = process;
    this.tell =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it, or skips the test with the reason.
   *
   * @param agentModule the folder of the module with the script
   * @param pictures where screenshots go
   */
  public static Browser start(Path agentModule, Path pictures) throws IOException {
    Peer.needs("node", "nodejs");
    Peer.needs("chromium", "chromium");
    Path modules = modules();
    Files.createDirectories(pictures);
    var builder =
        new ProcessBuilder(
            "node",
            agentModule.resolve(SCRIPT).toString(),
            modules.toString(),
            pictures.toAbsolutePath().toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new Browser(builder.start());
  }

  private static Path modules() {
    Optional<Path> found =
        List.of(
                System.getProperty("kiosk.node_modules", ""),
                "/usr/local/lib/node_modules",
                "/usr/lib/node_modules")
            .stream()
            .map(Path::of)
            .filter(dir -> Files.isDirectory(dir.resolve("playwright-core")))
            .filter(dir -> Files.isDirectory(dir.resolve("@axe-core/playwright")))
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(),
        "playwright-core is not installed here;"
            + " npm install -g playwright-core@1.65.1 @axe-core/playwright@4.13.0 brings it");
    return found.orElseThrow().toAbsolutePath();
  }

  /**
   * Has it do something, see the script.
   *
   * @return what it says of it
   * @throws AssertionError when something is wrong with the page
   */
  public String run(String... words) throws IOException {
    tell.write(String.join("\t", words));
    tell.newLine();
    tell.flush();
    String answer = answers.readLine();
    if (answer == null || !answer.startsWith("ok")) {
      throw new AssertionError(String.join(" ", words) + ": " + answer);
    }
    return answer.substring(2).strip();
  }

  @Override
  public void close() throws IOException {
    tell.close(); // the script ends with its input
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
