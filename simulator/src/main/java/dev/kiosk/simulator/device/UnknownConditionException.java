package dev.kiosk.simulator.device;

import java.util.Set;
import java.util.stream.Collectors;

/** A device was asked for a condition that it cannot have. The message lists those that it can. */
public final class UnknownConditionException extends Exception {

  UnknownConditionException(String device, String asked, Set<DeviceCondition> possible) {
    super(
        "%s cannot be \"%s\"; it knows %s."
            .formatted(
                device,
                asked,
                possible.stream()
                    .map(DeviceCondition::friendlyName)
                    .collect(Collectors.joining(", "))));
  }
}
