package dev.kiosk.agent.device.zpl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiosk.agent.device.Fuzz;
import dev.kiosk.agent.device.Wiretap;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes of every sort: no parser throws anything but its own exception, or goes on for ever. */
class ZplFuzzTest {

  @Test
  void hostStatusBearsAnyBytes() {
    Fuzz.of(
            bytes(Vectors.host(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND)),
            bytes(Vectors.host(Vectors.WELL_FIRST, Vectors.WELL_SECOND)))
        .feed(
            input -> {
              try {
                List<String> frames = frames(HostStatus.FRAMES, input);
                if (frames.size() == HostStatus.FRAMES) {
                  see(ZplStatus.parse(frames, null));
                }
              } catch (ZplException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  @Test
  void errorStatusBearsAnyBytes() {
    Fuzz.of(
            bytes(Vectors.ZT410_ERRORS),
            bytes(Vectors.errors("1 00000000 0008FACE", "1 00000000 00000FFF")))
        .feed(
            input -> {
              try {
                for (String frame : frames(1, input)) {
                  see(ZplStatus.parse(List.of(), frame));
                }
              } catch (ZplException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  @Test
  void identityBearsAnyBytes() {
    Fuzz.of(bytes(Vectors.IDENTITY))
        .feed(
            input -> {
              try {
                for (String frame : frames(1, input)) {
                  assertThat(HostIdentity.parse(frame).model()).isNotBlank();
                }
              } catch (ZplException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  @Test
  void settingsBearAnyBytes() {
    Fuzz.of(
            bytes(
                "{}{\"zpl.system_status\":\"1,1,00000000,00010003,0,00000000,00000000\","
                    + "\"head.latch\":\"open\",\"media.status\":\"out\",\"device.unique_id\":\"S\"}"),
            bytes("{\"head.latch\":{\"a\":[1,2,{\"b\":\"}\\\"\"}]}}"))
        .feed(
            input -> {
              try {
                var objects = new JsonObjects();
                for (byte value : input) {
                  if (objects.take(value & 0xFF)) {
                    JsonSettings settings = JsonSettings.parse(objects.bytes());
                    assertThat(settings.raw()).isNotBlank();
                    settings.findings();
                    settings.unobservable();
                    return;
                  }
                }
                JsonSettings.parse(input);
              } catch (ZplException refused) {
                assertThat(refused.getMessage()).isNotBlank();
              }
            });
  }

  @Test
  void theMaskBearsAnyBytesAndKeepsTheirNumber() {
    Fuzz.of(
            bytes(Vectors.host(Vectors.ZT410_FIRST, Vectors.ZT410_SECOND)),
            bytes(Vectors.ZT410_ERRORS))
        .feed(
            input -> {
              var shown = new ByteArrayOutputStream();
              var mask = new PasswordMask(collecting(shown));
              mask.received(input);
              mask.flush();
              assertThat(shown.size()).isEqualTo(input.length);
            });
  }

  private static List<String> frames(int wanted, byte[] input) throws ZplException {
    var frames = new ZplFrames(wanted);
    for (byte value : input) {
      if (frames.take(value & 0xFF)) {
        break;
      }
    }
    return frames.texts();
  }

  private static void see(ZplStatus status) {
    assertThat(status.raw()).isNotBlank();
    status.findings();
    status.unobservable(false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static Wiretap collecting(ByteArrayOutputStream shown) {
    return new Wiretap() {
      @Override
      public void sent(byte[] bytes) {
        shown.writeBytes(bytes);
      }

      @Override
      public void received(byte[] bytes) {
        shown.writeBytes(bytes);
      }

      @Override
      public void means(String meaning) {
        shown.writeBytes(bytes("<" + meaning + ">"));
      }
    };
  }
}
