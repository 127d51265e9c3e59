package dev.kiosk.agent.condition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {

  @ParameterizedTest
  @EnumSource(Condition.class)
  void everyConditionHasTwoShortSentences(Condition condition) {
    var words = Words.load();

    for (String sentence : new String[] {words.wrong(condition), words.next(condition)}) {
      assertThat(sentence).isNotBlank().endsWith(".").hasSizeLessThan(120);
      assertThat(sentence).doesNotContain("\uFFFD").isEqualTo(sentence.strip());
    }
  }
}
