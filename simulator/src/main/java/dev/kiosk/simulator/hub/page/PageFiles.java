package dev.kiosk.simulator.hub.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, at {@code /} and under {@code /page/}: the same for everybody, without
 * anything of a tenant, so no token is asked for. They load nothing from elsewhere.
 */
public final class PageFiles extends Handler.Abstract {

  private static final String[] SCRIPTS = {
    "app", "feed", "fleet", "format", "kiosk", "limits", "limitpanel", "list", "live", "session"
  };

  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-cache",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "X-Frame-Options", "DENY",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy",
              "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self';"
                  + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

  private final Map<String, File> files = new HashMap<>();

  private record File(String type, ByteBuffer body) {}

  /** Reads the files, which come with the program. */
  public PageFiles() {
    files.put("/", file("page.html", "text/html;charset=utf-8"));
    files.put("/page/page.css", file("page.css", "text/css;charset=utf-8"));
    files.put("/page/icon.svg", file("icon.svg", "image/svg+xml"));
    for (String script : SCRIPTS) {
      files.put("/page/" + script + ".js", file(script + ".js", "text/javascript;charset=utf-8"));
    }
    files.put("/page/words.json", new File("application/json", words()));
  }

  private static File file(String name, String type) {
    try (InputStream in = open(name)) {
      return new File(type, ByteBuffer.wrap(in.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream open(String name) {
    InputStream in = PageFiles.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(
          "file %s of the page is missing in this build".formatted(name));
    }
    return in;
  }

  /** {@code {"MEDIA_OUT.wrong":"The paper has run out.", …}}, of the catalogue of conditions. */
  private static ByteBuffer words() {
    Properties words = new Properties();
    try (var in = new InputStreamReader(open("words.properties"), StandardCharsets.UTF_8)) {
      words.load(in);
      ObjectMapper json = new ObjectMapper();
      ObjectNode all = json.createObjectNode();
      words.stringPropertyNames().stream()
          .sorted()
          .forEach(name -> all.put(name, words.getProperty(name)));
      return ByteBuffer.wrap(json.writeValueAsBytes(all));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    File file = files.get(Request.getPathInContext(request));
    if (file == null || !isRead(request.getMethod())) {
      return false;
    }
    HEADERS.forEach((name, value) -> response.getHeaders().put(new HttpField(name, value)));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.body().remaining());
    response.write(true, body(request, file), callback);
    return true;
  }

  private static @Nullable ByteBuffer body(Request request, File file) {
    return HttpMethod.HEAD.is(request.getMethod()) ? null : file.body().slice();
  }

  private static boolean isRead(String method) {
    return HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
  }
}
