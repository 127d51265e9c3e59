package dev.kiosk.agent.device.ipp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CupsQueueTest {

  @ParameterizedTest
  @CsvSource({
    "ipp://10.0.0.9/ipp/print,               ipp://10.0.0.9/ipp/print, ipp://10.0.0.9:631/ipp/print",
    "ipp://admin:s3cret@10.0.0.9/ipp,        ipp://10.0.0.9/ipp,       ipp://10.0.0.9:631/ipp",
    "ipp://admin:s3c@ret@10.0.0.9/ipp,       ipp://10.0.0.9/ipp,       ipp://10.0.0.9:631/ipp",
    "ipp://admin:s3cret/x@10.0.0.9/ipp,      ipp://…@10.0.0.9/ipp,",
    "socket://admin:s3cret/x@10.0.0.9:9100,  socket://…@10.0.0.9:9100,",
    "socket://10.0.0.9:9100,                 socket://10.0.0.9:9100,   tcp://10.0.0.9:9100",
    "smb://DOMAIN\\\\admin:s3cret@srv/queue,   smb://srv/queue,",
    "http://10.0.0.9/x?password=s3cret,      http://10.0.0.9/x?password=…,"
  })
  void showsWhereItsJobsGoWithoutAnyPassword(String deviceUri, String shown, String endpoint) {
    CupsQueue queue = CupsQueue.of("q", deviceUri, null);

    assertThat(queue.deviceUri()).isEqualTo(shown);
    assertThat(queue.printerEndpoint().orElse(null)).isEqualTo(endpoint);
  }
}
