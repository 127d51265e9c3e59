package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFilesTest {

  HubServer hub;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    hub = HubServer.start(HubFixture.config(dir));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/,                text/html;charset=utf-8",
    "/page/page.css,   text/css;charset=utf-8",
    "/page/app.js,     text/javascript;charset=utf-8",
    "/page/icon.svg,   image/svg+xml",
    "/page/words.json, application/json"
  })
  void eachFileGoesWithAStrictPolicy(String path, String type) throws Exception {
    HttpResponse<String> file = HubFixture.get(hub, path);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(file.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(file.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(file.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(file.headers().firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
  }

  @Test
  void nothingInThePageRunsOrIsStyledInlineOrComesFromElsewhere() throws Exception {
    String page = HubFixture.get(hub, "/").body();
    assertThat(page).doesNotContain("<style", " style=", " onclick=", "javascript:", "://");
    assertThat(page.replace("<script type=\"module\" src=\"/page/app.js\">", ""))
        .doesNotContain("<script");
  }

  @Test
  void everyScriptThatAnotherOneImportsIsServedAndMakesNoMarkup() throws Exception {
    var left = new java.util.ArrayDeque<>(java.util.List.of("/page/app.js"));
    var seen = new java.util.TreeSet<String>();
    while (!left.isEmpty()) {
      String path = left.remove();
      if (seen.add(path)) {
        HttpResponse<String> script = HubFixture.get(hub, path);
        assertThat(script.statusCode()).as(path).isEqualTo(200);
        assertThat(script.body())
            .as(path)
            .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(");
        Pattern.compile("from '\\.(/[a-z]+\\.js)'")
            .matcher(script.body())
            .results()
            .forEach(found -> left.add("/page" + found.group(1)));
      }
    }
    assertThat(seen).hasSizeGreaterThan(5);
  }

  @Test
  void itsWordsAreThoseOfTheCatalogue() throws Exception {
    assertThat(HubFixture.get(hub, "/page/words.json").body())
        .contains("\"MEDIA_OUT.wrong\":\"The paper has run out.\"", "\"COVER_OPEN.next\":");
  }

  @Test
  void filesAreOnlyRead() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(hub.httpUri()).POST(BodyPublishers.ofString("x")).build();
    assertThat(send(post).statusCode()).isEqualTo(405);
    HttpRequest head =
        HttpRequest.newBuilder(hub.httpUri()).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(send(head).body()).isEmpty();
    assertThat(HubFixture.get(hub, "/page/").statusCode()).isEqualTo(404);
    assertThat(HubFixture.get(hub, "/page/words.properties").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void thePageIsToldWhichTenantsThereAre() throws Exception {
    assertThat(HubFixture.get(hub, "/api/page").body())
        .isEqualTo("{\"tenants\":[],\"mayCommand\":true}");
    URI elsewhere = hub.httpUri().resolve("/api/page");
    HttpRequest foreign =
        HttpRequest.newBuilder(elsewhere).header("Origin", "http://elsewhere.example").build();
    assertThat(send(foreign).statusCode()).isEqualTo(403);
  }
}
