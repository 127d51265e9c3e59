package dev.kiosk.agent.app;

import dev.kiosk.agent.config.ConfigException;
import dev.kiosk.agent.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the commands say when something goes wrong: what, and what to do. Never a stack trace. */
final class Messages {

  private Messages() {}

  /** Every problem of a configuration, one a line. */
  static void print(ConfigException wrong, PrintWriter to) {
    for (Problem problem : wrong.problems()) {
      to.println(problem.text());
    }
    int count = wrong.problems().size();
    to.println(
        count == 1 ? "1 problem; nothing was started" : count + " problems; nothing was started");
  }

  /** A configuration file that cannot be read. */
  static String unreadable(Path file, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no configuration file " + file + "; give one with --config";
    }
    if (failure instanceof AccessDeniedException) {
      return file + " may not be read by this user; run as the user of the service, or as root";
    }
    if (failure instanceof CharacterCodingException) {
      return file + " is no text in UTF-8, so it is no configuration";
    }
    return file + " cannot be read: " + reason(failure);
  }

  /** A spool or state folder that cannot be used. */
  static String unusable(AgentConfig config, IOException failure) {
    String where = config.spool().dir() + " and " + config.stateDir();
    if (failure instanceof AccessDeniedException denied) {
      return "%s may not be written by this user; %s must belong to it"
          .formatted(denied.getFile(), where);
    }
    String reason = reason(failure);
    if (reason.contains("locked")) {
      return "another agent is running: "
          + reason
          + "; stop it first, or give this one its own folders";
    }
    return "the folders %s cannot be used: %s".formatted(where, reason);
  }

  /**
   * The first line of what an exception says, with its kind where the message alone says nothing.
   */
  static String reason(Exception failure) {
    String message = failure.getMessage();
    String first = message == null ? "" : message.lines().findFirst().orElse("");
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder: " + first;
    }
    if (failure instanceof AccessDeniedException) { // its message is the path alone
      return "this user may not use " + first;
    }
    return first.isEmpty() ? failure.getClass().getSimpleName() : first;
  }
}
