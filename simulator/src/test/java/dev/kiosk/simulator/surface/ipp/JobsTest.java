package dev.kiosk.simulator.surface.ipp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobsTest {

  private final AtomicLong nowMillis = new AtomicLong(1_000);
  private final SimulatedPrinter printer =
      new SimulatedPrinter(new Identity("bagtag", "Custom", "K80", ""), IppProtocol.SHOWS);
  private final Jobs jobs = new Jobs(printer, (device, what) -> {}, nowMillis::get);

  @Test
  void printsOneAfterTheOtherHalfASecondEach() throws Exception {
    Job first = jobs.create("a", "me");
    Job second = jobs.create("b", "me");
    jobs.document(first, 10, true);
    jobs.document(second, 10, true);

    nowMillis.addAndGet(600);
    jobs.move();
    assertThat(first.state).isEqualTo(Job.State.COMPLETED);
    assertThat(second.state).isEqualTo(Job.State.PROCESSING);
    assertThat(jobs.printing()).isTrue();
    nowMillis.addAndGet(400);
    jobs.move();
    assertThat(second.state).isEqualTo(Job.State.COMPLETED);
    assertThat(jobs.printed()).isEqualTo(2);
    assertThat(jobs.list(true)).containsExactly(second, first);
  }

  @Test
  void holdsEverythingWhileThePrinterHasStopped() throws Exception {
    printer.set(DeviceCondition.MEDIA_OUT, true);
    Job job = jobs.create("a", "me");
    jobs.document(job, 10, true);
    nowMillis.addAndGet(60_000);
    jobs.move();
    assertThat(job.state).isEqualTo(Job.State.STOPPED);

    printer.set(DeviceCondition.MEDIA_OUT, false);
    jobs.move();
    nowMillis.addAndGet(500);
    jobs.move();
    assertThat(job.state).isEqualTo(Job.State.COMPLETED);
  }

  @Test
  void givesUpAJobWhoseDocumentDoesNotCome() throws Exception {
    Job job = jobs.create("a", "me");
    nowMillis.addAndGet(60_001);
    jobs.move();

    assertThat(job.state).isEqualTo(Job.State.ABORTED);
    assertThatThrownBy(() -> jobs.cancel(job)).isInstanceOf(IppRefusal.class);
  }

  @Test
  void keepsABoundedNumber() throws Exception {
    printer.set(DeviceCondition.COVER_OPEN, true);
    for (int i = 0; i < 50; i++) {
      jobs.document(jobs.create("a", "me"), 1, true);
    }
    assertThatThrownBy(() -> jobs.create("a", "me")).hasMessageContaining("Too many");

    printer.set(DeviceCondition.COVER_OPEN, false);
    for (int i = 0; i < 300; i++) {
      nowMillis.addAndGet(60_000);
      jobs.move();
      jobs.document(jobs.create("a", "me"), 1, true);
    }
    assertThat(jobs.list(true)).hasSizeLessThanOrEqualTo(100);
  }
}
