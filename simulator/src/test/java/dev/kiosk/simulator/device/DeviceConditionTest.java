package dev.kiosk.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceConditionTest {

  @Test
  void noNameOrAliasMeansTwoThings() {
    List<String> names = new ArrayList<>();
    for (DeviceCondition each : DeviceCondition.values()) {
      names.add(each.friendlyName());
      names.addAll(each.aliases());
    }
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void eachHasWordsToBeReadBehindAName() {
    assertThat(DeviceCondition.values())
        .allMatch(
            each -> each.words().matches("(is|has|reads|reports|cannot|asks|does|leaves) .+[^.]"));
  }
}
