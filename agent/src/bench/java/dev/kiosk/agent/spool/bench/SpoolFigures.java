package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.bench.ChildJvm;
import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the figures that are named, or all of them, one after the other. */
public final class SpoolFigures {

  /** On the disk that the module is on, whatever it is; a file system in memory would not do. */
  private static final Path DIR = Path.of("target", "bench-spool");

  private static final String HERE = "--here";

  private SpoolFigures() {}

  /**
   * To be run in the folder of the agent's module.
   *
   * @param arguments names of figures; none, or {@code all}, for all of them
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 2 && arguments[0].equals(HERE)) {
      figure(arguments[1]).measure(DIR, new Report(System.out));
      return;
    }
    List<String> wanted = List.of(arguments);
    boolean all = wanted.isEmpty() || wanted.contains("all");
    ChildJvm jvm = ChildJvm.ofAgent(Path.of(""));
    System.out.printf(
        "Java %s, %s, %s %s, %d processors, files on %s%n",
        Runtime.version(),
        jvm.options(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Files.getFileStore(Path.of("target")).type());
    for (String name : all ? figures().keySet() : wanted) {
      System.out.println(name);
      figure(name); // an unknown name ends here
      Folder.empty(DIR);
      try {
        jvm.run(SpoolFigures.class, HERE, name);
      } finally {
        Folder.delete(DIR);
      }
    }
  }

  private static Map<String, Figure> figures() {
    var figures = new LinkedHashMap<String, Figure>();
    figures.put("append", new AppendFigure());
    figures.put("alerts", new AlertFigure());
    figures.put("open", new OpenFigure());
    figures.put("outage", new OutageFigure());
    figures.put("online-hour", new OnlineHourFigure());
    figures.put("space", new SpaceFigure());
    figures.put("caller", new CallerFigure());
    return figures;
  }

  private static Figure figure(String name) {
    Figure figure = figures().get(name);
    if (figure == null) {
      throw new IllegalArgumentException(
          "no figure is named "
              + name
              + "; there are all, "
              + String.join(", ", figures().keySet()));
    }
    return figure;
  }
}
