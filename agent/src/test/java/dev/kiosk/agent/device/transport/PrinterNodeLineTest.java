package dev.kiosk.agent.device.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.LastErrorException;
import dev.kiosk.agent.device.Machine;
import dev.kiosk.agent.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The two questions to a printer's control pipe, for each of which the kernel waits five seconds.
 */
class PrinterNodeLineTest {

  private static final String STATUS = "ioctl 60b";
  private static final String ID = "ioctl 84005001";

  private final HandClock clock = new HandClock();
  private final ControlPipe pipe = new ControlPipe();
  private final FakeLibC libc = new FakeLibC();

  @Test
  void aPrinterThatAnswersAtOnceIsAskedForItsStatusAtEachLookAndForItsIdOnce() throws Exception {
    libc.answering(request -> 0x18);

    for (int look = 0; look < 3; look++) {
      Line line = open();
      assertThat(line.portStatus()).hasValue(0x18);
      assertThat(line.deviceId()).contains(FakeLibC.DEVICE_ID);
    }

    assertThat(libc.calls()).containsExactly(STATUS, ID, STATUS, STATUS);
  }

  @Test
  void aPrinterThatKnowsOfNoIdIsAskedForItOnce() throws Exception {
    libc.answering(
        request -> {
          throw new LastErrorException(LibC.EIO);
        });

    assertThat(open().deviceId()).isEmpty();
    assertThat(open().deviceId()).isEmpty();

    assertThat(libc.calls()).containsExactly(ID);
  }

  /** The application that wants to print is turned away meanwhile. */
  @Test
  void aPrinterThatTakesLongForItsStatusIsAskedNothingMoreUntilItIsPluggedInAnew()
      throws Exception {
    libc.answering(
        request -> {
          clock.advance(Duration.ofSeconds(5));
          throw new LastErrorException(LibC.EIO);
        });
    Line line = open();
    assertThat(line.portStatus()).isEmpty();
    assertThat(line.deviceId()).isEmpty();
    assertThat(line.portStatus()).isEmpty();
    assertThat(open().portStatus()).isEmpty();
    assertThat(libc.calls()).containsExactly(STATUS);

    pipe.forget();
    libc.answering(request -> 0x18);
    assertThat(open().portStatus()).hasValue(0x18);
  }

  @Test
  void aPrinterWhoseSpeedIsNotKnownIsAskedInTheSlowFirstLookOfASmallMachine() throws Exception {
    libc.answering(request -> 0x38);
    Line line = open();
    clock.advance(Duration.ofMillis(2_900));

    assertThat(line.portStatus()).hasValue(0x38);
  }

  @Test
  void aPrinterWhoseSpeedIsNotKnownIsNotAskedLateInALook() throws Exception {
    libc.answering(request -> 0x38);
    Line line = open();
    clock.advance(Duration.ofMillis(3_001));

    assertThat(line.portStatus()).isEmpty();
    assertThat(line.deviceId()).isEmpty();
    assertThat(libc.calls()).isEmpty();

    assertThat(open().portStatus()).hasValue(0x38);
    assertThat(open().deviceId()).contains(FakeLibC.DEVICE_ID);
  }

  /** With a full buffer it takes no question, but its status lines still work. */
  @Test
  void aPrinterThatWasQuickBeforeIsAskedForItsStatusLateInALookToo() throws Exception {
    libc.answering(request -> 0x18);
    assertThat(open().portStatus()).hasValue(0x18);

    libc.answering(request -> 0x38);
    Line line = open();
    clock.advance(Duration.ofMillis(2_900));
    assertThat(line.portStatus()).hasValue(0x38);
  }

  @Test
  void aPrinterThatGoesMeanwhileIsClosedAndForgotten() throws Exception {
    libc.answering(request -> 0x18);
    assertThat(open().deviceId()).isPresent();

    libc.answering(
        request -> {
          throw new LastErrorException(LibC.ENODEV);
        });
    assertThatThrownBy(() -> open().portStatus())
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("it was there and is gone");

    libc.answering(request -> 0x18);
    assertThat(open().deviceId()).isPresent();
    assertThat(libc.calls()).containsExactly(ID, STATUS, ID);
  }

  private Line open() {
    var place = new NodeLine.Place("usb:/dev/usb/lp0", Path.of("/dev/usb/lp0"));
    var watch =
        new NodeLine.Watch(clock.nanos(), clock.nanos() + Duration.ofMillis(2_900).toNanos());
    Machine machine = Machine.of(Path.of("/nowhere"), clock);
    return new PrinterNodeLine(place, libc.node(), machine, watch, pipe);
  }

  private static final class HandClock implements Time {

    private long nanos;

    void advance(Duration step) {
      nanos += step.toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }
}
