package dev.kiosk.simulator.hub.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "receipts=late:2s       | hub sends receipts 2s late.",
        "receipts=late:1500ms   | hub sends receipts 1500ms late.",
        "receipts=lost          | hub sends no receipts.",
        "receipts=lost:30%      | hub loses 30 % of its receipts.",
        "receipts=doubled       | hub sends each receipt twice.",
        "receipts=beyond        | hub sends receipts of what was never sent.",
        "receipts=back          | hub takes back a part of each receipt.",
        "silent=on              | hub says nothing.",
        "reading=slow:500ms     | hub waits 500ms before it reads a frame.",
        "reading=none           | hub reads nothing.",
        "close=1013             | hub closes each connection with 1013 at once.",
        "close=1008:2m          | hub closes each connection with 1008 after 2m.",
        "close=1011:20frames    | hub closes each connection with 1011 after 20 frames.",
        "close=1006:60s         | hub cuts each connection after 1m.",
        "upgrade=401            | hub refuses agents with HTTP 401.",
        "upgrade=503:30s        | hub refuses agents with HTTP 503 and Retry-After 30.",
        "welcome=empty          | hub welcomes agents as if it had lost its store.",
        "WELCOME=Ahead          | hub welcomes agents ahead of what they sent."
      })
  void eachIsSaidInWordsAndMendedByOff(String written, String words) {
    Faults faults = Faults.NONE.with(written);
    assertThat(faults.words()).isEqualTo(words);
    assertThat(faults.with(written.substring(0, written.indexOf('=')), "off").words())
        .isEqualTo("hub keeps the contract.");
  }

  @Test
  void ofEachNameThereIsOneAndAllHoldTogetherUntilAllAreOff() {
    Faults faults = Faults.NONE.with("silent=on").with("receipts=lost").with("receipts=doubled");
    assertThat(faults.words()).isEqualTo("hub sends each receipt twice, says nothing.");
    assertThat(faults.with("all=off")).isSameAs(Faults.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "receipts        | a fault is NAME=VALUE, for instance receipts=late:2s, not \"receipts\".",
        "receits=lost    | \"receits\" is no fault of the hub; known are receipts, silent, reading, close, upgrade, welcome.",
        "all=on          | \"all\" can only be off, not \"on\".",
        "receipts=late   | the fault receipts takes late:TIME, lost, lost:PERCENT%, doubled, beyond, back or off, not \"late\". TIME is 0s to 60m, as 500ms, 2s or 1m. PERCENT is 1 to 100.",
        "silent=yes      | the fault silent takes on or off, not \"yes\".",
        "reading=slow    | the fault reading takes slow:TIME, none or off, not \"slow\". TIME is 0s to 60m, as 500ms, 2s or 1m.",
        "close=999       | the fault close takes CODE, CODE:TIME, CODE:NUMBERframes or off, not \"999\". CODE is 1000 to 1014 but 1004 and 1005, or 3000 to 4999. TIME is 0s to 60m, as 500ms, 2s or 1m. NUMBER is 1 to 999999.",
        "upgrade=200     | the fault upgrade takes STATUS, STATUS:TIME or off, not \"200\". STATUS is 400 to 599. TIME is 0s to 60m, in whole seconds.",
        "welcome=        | the fault welcome takes empty, ahead or off, not \"\"."
      })
  void badWordsAreOneErrorThatNamesTheFaultAndWhatWasExpected(String written, String error) {
    assertThatThrownBy(() -> Faults.NONE.with(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(error);
  }

  @ParameterizedTest
  @CsvSource({
    "receipts=late:61m",
    "receipts=late:2",
    "receipts=late:-2s",
    "receipts=lost:0%",
    "receipts=lost:101%",
    "receipts=lost:30",
    "close=1004",
    "close=1005",
    "close=1015",
    "close=5000",
    "close=1013:",
    "close=1013:0frames",
    "close=1013:2s:3s",
    "upgrade=503:500ms",
    "upgrade=600",
    "upgrade=503:"
  })
  void whatIsOutOfRangeIsRefused(String written) {
    assertThatThrownBy(() -> Faults.NONE.with(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not \"" + written.substring(written.indexOf('=') + 1) + "\"");
  }

  @Test
  void eachHasALineOfHelpThatFitsATerminal() {
    assertThat(Faults.lines()).hasSize(6).allMatch(line -> line.length() <= 76);
  }
}
