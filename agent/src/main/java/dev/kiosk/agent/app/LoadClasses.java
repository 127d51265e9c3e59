package dev.kiosk.agent.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the classes that a file names and ends. A package is built with it: an archive of classes
 * that lies over another one is made of what a program has loaded, and this one loads the same
 * classes in the same order each time.
 */
final class LoadClasses {

  private LoadClasses() {}

  /**
   * Loads, without initializing.
   *
   * @param args a file with one name of a class a line, in the form of the JVM's class lists
   *     ({@code java/lang/String}); what is not there, or only with other classes, is passed over
   */
  public static void main(String[] args) throws IOException {
    List<String> names = Files.readAllLines(Path.of(args[0]));
    int loaded = 0;
    for (String name : names) {
      try {
        Class<?> unused =
            Class.forName(
                name.replace('/', '.'), false, Thread.currentThread().getContextClassLoader());
        loaded++;
      } catch (ClassNotFoundException | LinkageError absent) {
        // an outdated list costs some milliseconds at the start and nothing else
      }
    }
    System.out.println(loaded + " of " + names.size() + " classes");
  }
}
