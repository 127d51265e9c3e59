package dev.kiosk.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostsTest {

  private static HostId host(String tenant, int number) {
    return new HostId(tenant, "K" + number);
  }

  private static Hosts full(boolean tenantsApart) throws ProtocolViolation {
    Hosts hosts = new Hosts(tenantsApart);
    for (int i = 0; i < Hosts.MAX_HOSTS; i++) {
      hosts.admit(host("aloha", i));
    }
    return hosts;
  }

  @Test
  void aTenantThatHasTakenAllItsPlacesTakesNoneOfAnother() throws Exception {
    Hosts hosts = full(true);

    assertThatThrownBy(() -> hosts.admit(host("aloha", Hosts.MAX_HOSTS)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessage("this hub takes no more than 20000 hosts of a tenant");
    for (int i = 0; i < Hosts.MAX_HOSTS; i++) {
      assertThat(hosts.admit(host("bravo", i))).isSameAs(hosts.find(host("bravo", i)));
    }
    assertThat(hosts.admit(host("aloha", 0))).as("a known one comes back").isNotNull();
  }

  @Test
  void withoutTokensInventedTenantsDoNotMakePlaces() throws Exception {
    Hosts hosts = full(false);

    assertThatThrownBy(() -> hosts.admit(host("bravo", 0)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessage("this hub takes no more than 20000 hosts");
    assertThat(hosts.admit(host("aloha", 0))).as("a known one comes back").isNotNull();
  }
}
