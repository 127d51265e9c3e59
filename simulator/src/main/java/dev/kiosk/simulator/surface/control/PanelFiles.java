package dev.kiosk.simulator.surface.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the page. They load nothing from elsewhere. */
final class PanelFiles {

  private final Map<String, File> files;

  private PanelFiles(Map<String, File> files) {
    this.files = files;
  }

  /** A file as it is sent, in UTF-8. */
  record File(String type, String text) {}

  /**
   * Reads the files, which come with the program.
   *
   * @throws IOException if one is missing
   */
  static PanelFiles load() throws IOException {
    var files = new LinkedHashMap<String, File>();
    files.put("", read("panel.html", "text/html; charset=utf-8"));
    files.put("panel.css", read("panel.css", "text/css; charset=utf-8"));
    files.put("panel.js", read("panel.js", "text/javascript; charset=utf-8"));
    return new PanelFiles(files);
  }

  private static File read(String name, String type) throws IOException {
    try (InputStream in = PanelFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the file %s of the panel is missing in this build".formatted(name));
      }
      return new File(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The file at a path; the page itself is at the empty one. Null if there is none. */
  @Nullable File at(String path) {
    return files.get(path);
  }
}
