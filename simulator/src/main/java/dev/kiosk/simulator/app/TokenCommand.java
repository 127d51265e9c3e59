package dev.kiosk.simulator.app;

import dev.kiosk.simulator.hub.access.TokenLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiosk-simulator token}: makes a token for the hub, and the line that lets it in. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a token for the hub and prints it, once, and the line for the hub's token file.",
      "The file has only the token's hash, so whoever reads it cannot come in."
    })
public final class TokenCommand implements Callable<Integer> {

  @Option(
      names = "--tenant",
      required = true,
      paramLabel = "TENANT",
      description = "Whose data; * for all tenants, with role viewer or admin.")
  private String tenant = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "agent, viewer (reads), operator (commands too), or admin (agents too).")
  private String role = "";

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The only host that an agent may be; without it any of the tenant.")
  private @Nullable String host;

  @Option(names = "--name", paramLabel = "WHO", description = "Who holds it, for the audit list.")
  private @Nullable String name;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Take the token from this file instead of making one.")
  private @Nullable Path from;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Map<String, @Nullable String> given = new HashMap<>();
    given.put("tenant", tenant);
    given.put("role", role);
    given.put("host", host);
    given.put("name", name);
    var out = spec.commandLine().getOut();
    try {
      String token = from == null ? TokenLine.randomToken() : Files.readString(from).strip();
      String line = TokenLine.of(token, given);
      if (from == null) {
        out.println("token  " + token);
        out.println("       shown this once: to [server] token_file of a kiosk, or to its owner");
        out.println("line   " + line);
      } else {
        out.println(line);
      }
      return ExitCodes.OK;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    } catch (IOException unreadable) {
      spec.commandLine().getErr().println(from + " cannot be read: " + unreadable);
      return ExitCodes.FAILED;
    }
  }
}
