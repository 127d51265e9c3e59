package dev.kiosk.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.status.DeviceStatus.State;
import dev.kiosk.agent.status.StatusSnapshot.ServerState;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentTest {

  @Test
  void aKioskWithoutProblemsIsHealthy() {
    Assessment assessment = Assessment.of(Examples.healthy());
    assertThat(assessment.health()).isEqualTo(Health.HEALTHY);
    assertThat(assessment.headline())
        .isEqualTo("All is well: 2 devices ready, connected to the server.");
  }

  @Test
  void theHeadlineTellsWhatPassengersCannotDoSinceWhenAndWhatToDo() {
    DeviceStatus printer = Examples.printer(State.ERROR, Condition.MEDIA_OUT);
    Assessment assessment = Assessment.of(Examples.with(printer));
    assertThat(assessment.health()).isEqualTo(Health.CRITICAL);
    assertThat(assessment.headline())
        .isEqualTo(
            "1 problem: cannot print bag tags: the paper has run out (for 1 min)."
                + " Load new paper and close the cover; then it clears by itself.");
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, Free space on the disk;",
    "Read-only file system: /var/lib/x, Remount the disk for writing;",
    "Permission denied: /var/lib/x, Let the agent;",
    "Input/output error, Check the disk and replace it;",
    "no answer for more than 10 s, Check the disk and replace it;"
  })
  void whatToDoAboutADiskDependsOnWhyItRefuses(String why, String advice) {
    Assessment assessment = Assessment.of(Examples.refusing(why));
    assertThat(assessment.health()).isEqualTo(Health.CRITICAL);
    assertThat(assessment.headline()).contains(advice.substring(0, advice.length() - 1));
  }

  @Test
  void theWorstProblemComesFirst() {
    Assessment assessment = Assessment.of(Examples.troubled());
    assertThat(assessment.health()).isEqualTo(Health.CRITICAL);
    assertThat(assessment.headline()).startsWith("7 problems; the first: cannot print bag tags:");
    assertThat(assessment.problems())
        .extracting(Assessment.Trouble::health)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void aDeviceThatWillNeedHelpIsAWarning() {
    DeviceStatus printer = Examples.printer(State.WARNING, Condition.MEDIA_LOW);
    Assessment assessment = Assessment.of(Examples.with(printer));
    assertThat(assessment.health()).isEqualTo(Health.WARNING);
    assertThat(assessment.headline())
        .startsWith("1 problem: printer for bag tags: the paper is nearly used up (for 1 min).");
  }

  @Test
  void whatIsNotKnownIsNeverTakenForHealthy() {
    DeviceStatus printer = Examples.printer(State.UNKNOWN, List.of());
    assertThat(Assessment.of(Examples.with(printer)).health()).isEqualTo(Health.WARNING);
  }

  @Test
  void aDeviceInUseByTheKioskApplicationIsNoProblem() {
    DeviceStatus printer = Examples.printer(State.UNKNOWN, Condition.PORT_IN_USE);
    assertThat(Assessment.of(Examples.with(printer)).health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void aCertificateThatEndsSoonIsAWarningAndOneThatHasEndedNeedsAPerson() {
    Assessment soon = Assessment.of(Examples.certificate(12L * 24 * 60 * 60 * 1000, null));
    assertThat(soon.health()).isEqualTo(Health.WARNING);
    assertThat(soon.headline())
        .isEqualTo(
            "1 problem: the client certificate CN=T1-K017 ends on 14 March 2026, in 12 d (for 1 h)."
                + " Install a new certificate and its key (/etc/kiosk-agent/client.pem); the agent"
                + " picks them up by itself.");
    Assessment over = Assessment.of(Examples.certificate(0, null));
    assertThat(over.health()).isEqualTo(Health.CRITICAL);
    assertThat(over.headline())
        .startsWith(
            "1 problem: the client certificate CN=T1-K017 ended on 2 March 2026 (for 1 h).");
  }

  @Test
  void aRenewalThatIsNotUsedIsToldBeforeARestartMakesItWorse() {
    StatusSnapshot snapshot = Examples.certificate(12, "/k.pem does not belong to /c.pem");
    assertThat(Assessment.of(snapshot).problems())
        .extracting(Assessment.Trouble::what, Assessment.Trouble::next)
        .contains(
            tuple(
                "the certificate files were changed and are not used: /k.pem does not belong to"
                    + " /c.pem",
                "Mend the files before the agent is started anew, or it cannot connect."));
    assertThat(StatusText.of(snapshot, ZoneOffset.UTC, false))
        .contains("client certificate CN=T1-K017 ends on 2 March 2026, in less than 1 s");
  }

  @Test
  void aServerThatIsAwayIsAWarningAndOneThatRefusesNeedsAPerson() {
    assertThat(Assessment.of(Examples.with(ServerState.CONNECTING)).health())
        .isEqualTo(Health.WARNING);
    Assessment rejected = Assessment.of(Examples.with(ServerState.REJECTED));
    assertThat(rejected.health()).isEqualTo(Health.CRITICAL);
    assertThat(rejected.headline())
        .isEqualTo(
            "1 problem: the server refuses this kiosk: 401 Unauthorized (for 1 min)."
                + " Check the token and that the server knows this kiosk.");
  }
}
