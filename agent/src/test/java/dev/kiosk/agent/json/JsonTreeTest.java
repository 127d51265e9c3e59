package dev.kiosk.agent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

  private static JsonNode only(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      return JsonTree.only(parser);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"Größe ☂ \\ud83d\\ude00 \\u0000\"",
        "[]",
        "{}",
        "[1,-1,2147483648,9223372036854775808,1.5,7.0,1e400,-0.0,1E-7]",
        "{\"a\":{\"b\":[{},[[]],null,false]},\"c\":\"\",\"\":0}",
        ""
      })
  void isTheTreeThatAMapperMakes(String json) throws IOException {
    assertThat(only(json)).isEqualTo(new ObjectMapper().readTree(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "1 2", "{\"a\":1}]", "{\"a\":}", "[1,", "{\"a\" 1}", "]", "nul"})
  void whatIsNotOneValueIsRefused(String json) {
    assertThatThrownBy(() -> only(json)).isInstanceOf(IOException.class);
  }

  @Test
  void whatFollowsIsRefusedByWhereItStands() {
    assertThatThrownBy(() -> only("{} 3"))
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining("more follows behind the value");
  }

  @Test
  void severalValuesAreReadOneAfterTheOther() throws IOException {
    try (JsonParser parser = new JsonFactory().createParser("{} {\"a\":1}")) {
      assertThat(JsonTree.next(parser)).isEmpty();
      assertThat(JsonTree.next(parser).path("a").asInt()).isEqualTo(1);
      assertThat(JsonTree.next(parser).isMissingNode()).isTrue();
    }
  }
}
