package dev.kiosk.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioPlayerTest {

  private final Path folder;
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private SimulatedDevices devices;

  ScenarioPlayerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws Exception {
    devices =
        SimulatedDevices.start(
            DevicesConfig.parse(
                "test",
                """
                sys_dir = "%s"
                [control]
                listen = "127.0.0.1:0"
                [[device]]
                id = "bagtag"
                driver = "escpos"
                listen = "127.0.0.1:0"
                [[device]]
                id = "scanner"
                driver = "usb"
                usb = "05e0:1900"
                """
                    .formatted(folder.resolve("sys"))),
            () -> 0,
            this::happened);
  }

  private void happened(String device, String what) {
    happened.add(device + " " + what);
  }

  @AfterEach
  void stop() {
    devices.close();
  }

  private ScenarioPlayer load(String text) throws ConfigException, IOException {
    Path file = Files.writeString(folder.resolve("day.scenario"), text);
    return ScenarioPlayer.load(file, devices, this::happened);
  }

  @Test
  void eachLineIsDoneOnceWhenItsTimeHasCome() throws Exception {
    ScenarioPlayer player =
        load("at 0s bagtag paper-out\nat 1s for 2s bagtag network silent\nat 2s scanner unplug\n");
    assertThat(happened).isEmpty();
    player.play(0);
    player.play(999);
    assertThat(happened).containsExactly("bagtag MEDIA_OUT on: has no paper");
    player.play(1_000);
    player.play(5_000);
    player.play(9_000);
    assertThat(happened)
        .containsExactly(
            "bagtag MEDIA_OUT on: has no paper",
            "bagtag network takes connections and never answers",
            "scanner DEVICE_ABSENT on: is unplugged",
            "bagtag network is well");
  }

  @Test
  void aDayOfRandomFaultsIsTheSameEachTimeAndEndsWell() throws Exception {
    String text = "random seed 7 rate 60/h\n";
    ScenarioPlayer player = load(text);
    for (int second = 0; second <= 3_600; second++) {
      player.play(second * 1_000L);
    }
    List<String> first = List.copyOf(happened);
    assertThat(first).hasSizeBetween(100, 120).noneMatch(each -> each.contains("cannot follow"));
    assertThat(devices.stations())
        .allMatch(each -> each.device().conditions().isEmpty() && each.words().contains("well"));
    happened.clear();
    load(text).play(3_600_000);
    assertThat(happened).containsExactlyElementsOf(first);
  }

  @Test
  void namesThatNobodyHasAreMistakesBeforeItBegins() {
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                load(
                    """
                    at 1s lift media-out
                    at 1s scanner media-out
                    at 1s scanner network silent
                    at 1s bagtag network lava
                    at 1s bagtag network:zpl silent
                    """));
    String file = folder.resolve("day.scenario").toString();
    assertThat(wrong.problems())
        .containsExactly(
            file + ", line 1: there is no device \"lift\"; known are bagtag, scanner.",
            file
                + ", line 2: scanner cannot be \"media-out\"; it knows config-fault, device-absent, link-unstable,"
                + " power-fault, device-paused.",
            file + ", line 3: scanner is not on a network; break it by a condition.",
            file
                + ", line 4: \"lava\" is no network fault; known are ok, refuse, silent, slow,"
                + " garbage, half, drop, close, single.",
            file + ", line 5: bagtag has no outlet \"zpl\"; known are escpos.");
    assertThat(happened).isEmpty();
  }
}
