package dev.kiosk.simulator.bench;

import dev.kiosk.agent.bench.Figure;
import dev.kiosk.agent.bench.Folder;
import dev.kiosk.agent.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures the figures that are named, or all of the link but the soak, one after the other. */
public final class LinkFigures {

  /** On the disk that the module is on, whatever it is; a file system in memory would not do. */
  private static final Path DIR = Path.of("target", "bench-link").toAbsolutePath();

  /** Takes as long as one likes, so it is measured only when it is named. */
  private static final String SOAK = "soak";

  /** These measure the devices, not the link; they are asked for by name. */
  private static final String DEVICES = "devices";

  private static final String HUNG = "hung";
  private static final Set<String> BY_NAME_ONLY = Set.of(SOAK, DEVICES, HUNG);

  private LinkFigures() {}

  /**
   * To be run in the folder of the simulator's module.
   *
   * @param arguments names of figures; none, or {@code all}, for all of them
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> wanted = List.of(arguments);
    Stage stage = Stage.open();
    Map<String, Figure> figures = figures(stage);
    if (wanted.isEmpty() || wanted.contains("all")) {
      wanted = figures.keySet().stream().filter(name -> !BY_NAME_ONLY.contains(name)).toList();
    }
    System.out.printf(
        "Java %s, the agent with %s, %s %s, %d processors, files on %s%n",
        Runtime.version(),
        stage.agentOptions(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Files.getFileStore(Path.of("target")).type());
    for (String name : wanted) {
      Figure figure = figures.get(name);
      if (figure == null) {
        throw new IllegalArgumentException(
            "no figure is named " + name + "; there are " + String.join(", ", figures.keySet()));
      }
      System.out.println(name);
      figure.measure(Folder.empty(DIR), new Report(System.out));
    }
    Folder.delete(DIR); // kept when a figure fails, for its logs
  }

  private static Map<String, Figure> figures(Stage stage) {
    var figures = new LinkedHashMap<String, Figure>();
    figures.put("end-to-end", new EndToEndFigure(stage));
    figures.put("drain-million", new DrainFigure(stage));
    figures.put("drain-64MiB", new DrainShareFigure(stage));
    figures.put("kill-filling", new KillFillingFigure(stage));
    figures.put("kill-draining", new KillDrainingFigure(stage));
    figures.put("command", new CommandFigure(stage));
    figures.put(DEVICES, new DevicesFigure(stage));
    figures.put(HUNG, new HungFigure(stage));
    figures.put(SOAK, new SoakFigure(stage));
    return figures;
  }
}
