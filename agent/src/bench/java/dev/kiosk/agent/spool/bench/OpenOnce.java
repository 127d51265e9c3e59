package dev.kiosk.agent.spool.bench;

import dev.kiosk.agent.disk.Disk;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a spool as the agent does: once, in a young process. Prints what it took. */
public final class OpenOnce {

  private OpenOnce() {}

  /**
   * What it took.
   *
   * @param millis until it was open
   * @param heapBytes in use when it was open, after a collection
   * @param mostResidentBytes of the process, until then
   */
  record Taken(double millis, double heapBytes, double mostResidentBytes) {

    static Taken parse(String printed) {
      String[] words = printed.split(" ", 3);
      return new Taken(
          Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }
  }

  /**
   * Opens it and ends.
   *
   * @param arguments the folder, and {@code stop} for an orderly end or anything else for none
   */
  public static void main(String[] arguments) throws IOException {
    Time time = Time.system();
    var config = Workbench.defaults(Path.of(arguments[0]));
    long began = time.nanos();
    Workbench bench = Workbench.open(config, Disk.real(), time);
    double millis = (time.nanos() - began) / 1e6;
    long mostResident = ThisProcess.mostResidentBytes();
    System.out.println(millis + " " + ThisProcess.liveHeapBytes() + " " + mostResident);
    System.out.flush();
    if (arguments[1].equals("stop")) {
      bench.close();
    } else {
      Runtime.getRuntime().halt(0);
    }
  }
}
