package dev.kiosk.agent.wire;

import dev.kiosk.agent.condition.Condition;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of one device, at every change and every 15 minutes.
 *
 * @param device the configured id
 * @param deviceKind {@code printer}, {@code scanner} or {@code sensor}
 * @param state what it comes to
 * @param conditions what shows it, without repetitions; empty when nothing is wrong
 * @param cuss the CUSS 2 message code for the state
 * @param observedAt when the device was last heard, or null if it never was
 * @param model what the device calls itself, if it says so; cut at 128 characters
 * @param serial its serial number, if it says so; cut at 128 characters
 * @param live true when sent outside a batch, after a welcome; such an event has no position
 */
public record DeviceEvent(
    long ts,
    String device,
    String deviceKind,
    DeviceState state,
    List<Condition> conditions,
    String cuss,
    @Nullable Long observedAt,
    @Nullable String model,
    @Nullable String serial,
    boolean live)
    implements Event {

  /** Refuses empty names and negative times. */
  public DeviceEvent {
    Limits.notNegative("ts", ts);
    Limits.notNegative("observedAt", observedAt == null ? 0 : observedAt);
    device = Limits.name("device", device);
    deviceKind = Limits.name("deviceKind", deviceKind);
    cuss = Limits.name("cuss", cuss);
    conditions = conditions.stream().distinct().toList();
    model = Limits.optional(model, Limits.NAME_CHARS);
    serial = Limits.optional(serial, Limits.NAME_CHARS);
  }

  @Override
  public String type() {
    return "device";
  }

  @Override
  public WireLane spooledIn() {
    return WireLane.ALERTS;
  }

  @Override
  public void writeTo(FieldWriter out) throws IOException {
    out.text("device", device);
    out.text("deviceKind", deviceKind);
    out.text("state", state.wireName());
    out.texts("conditions", conditions.stream().map(Condition::name).toList());
    out.text("cuss", cuss);
    out.optionalWhole("observedAt", observedAt);
    out.optionalText("model", model);
    out.optionalText("serial", serial);
    out.flagIfSet("live", live);
  }
}
