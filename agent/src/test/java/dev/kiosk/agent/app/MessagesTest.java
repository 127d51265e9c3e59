package dev.kiosk.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class MessagesTest {

  @Test
  void aReasonIsMoreThanAPath() {
    assertThat(Messages.reason(new AccessDeniedException("/etc/kiosk-agent/token")))
        .isEqualTo("this user may not use /etc/kiosk-agent/token");
    assertThat(Messages.reason(new NoSuchFileException("/etc/kiosk-agent/token")))
        .isEqualTo("no such file or folder: /etc/kiosk-agent/token");
  }

  @Test
  void aReasonIsOneLineAndNeverEmpty() {
    assertThat(Messages.reason(new IOException("first\nsecond"))).isEqualTo("first");
    assertThat(Messages.reason(new IOException())).isEqualTo("IOException");
  }
}
