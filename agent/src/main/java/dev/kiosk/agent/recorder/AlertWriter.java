package dev.kiosk.agent.recorder;

import dev.kiosk.agent.condition.Condition;
import dev.kiosk.agent.condition.Severity;
import dev.kiosk.agent.condition.Words;
import dev.kiosk.agent.log.Log;
import dev.kiosk.agent.spool.Lane;
import dev.kiosk.agent.spool.Spool;
import dev.kiosk.agent.telemetry.Metric;
import dev.kiosk.agent.time.Time;
import dev.kiosk.agent.wire.Codec;
import dev.kiosk.agent.wire.DeviceEvent;
import dev.kiosk.agent.wire.DeviceState;
import dev.kiosk.agent.wire.ErrorEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts and appends them, keeping the set of raised conditions in step. While somebody works
 * on the kiosk, alerts are marked with it.
 */
final class AlertWriter {

  private final RaisedConditions raised;
  private final Spool spool;
  private final Codec codec;
  private final Words words;
  private final Time time;
  private final ServiceMode service;
  private volatile boolean savingFailed;

  AlertWriter(
      RaisedConditions raised,
      Spool spool,
      Codec codec,
      Words words,
      Time time,
      ServiceMode service) {
    this.raised = raised;
    this.spool = spool;
    this.codec = codec;
    this.words = words;
    this.time = time;
    this.service = service;
  }

  /**
   * A device's condition began, ended, became worse, or began to flap. Conditions that are only
   * worth knowing make no alert; but what was told to be bad ends, however harmless it was at last.
   */
  void deviceCondition(DeviceView device, DeviceTracker.Change change) {
    Condition condition = change.condition();
    var key = RaisedKey.ofDevice(device.id(), condition);
    Told told = raised.told(key);
    Severity severity =
        change.begin() || told == null ? change.raised().severity() : told.severity();
    if (severity == Severity.INFO) {
      return;
    }
    var event =
        new ErrorEvent(
            now(),
            condition,
            sentence(device, condition, change.begin()),
            device.id(),
            severity,
            change.begin(),
            change.raised().subject(),
            change.begin() ? change.raised().raw() : null,
            change.raised().flapping(),
            false);
    write(key, event);
  }

  private String sentence(DeviceView device, Condition condition, boolean begin) {
    DeviceView.Raised raised = device.raisedOf(condition);
    String known = raised == null ? null : raised.next();
    String next = known == null ? words.next(condition) : known;
    String service = device.service();
    String name = service == null ? device.id() : device.id() + " (" + service + ")";
    return begin
        ? name + ": " + words.wrong(condition) + " " + next
        : name + ": over now. It was: " + words.wrong(condition);
  }

  /** One of the agent's own conditions began or ended. */
  void own(RaisedKey key, boolean begin, String sentence) {
    Condition condition = key.condition();
    var event =
        new ErrorEvent(
            now(),
            condition,
            sentence,
            null,
            condition.severity(),
            begin,
            key.subject().isEmpty() ? null : key.subject(),
            null,
            false,
            false);
    write(key, event);
  }

  /**
   * One of the agent's own conditions began or ended, or it holds and is told anew: then it counts
   * as begun at the time of this event.
   */
  void restated(RaisedKey key, ErrorEvent event) {
    change(key, marked(event));
  }

  /**
   * A condition that was told while the kiosk was serviced holds on, and the service is over: it is
   * told anew, and began when it began.
   *
   * @param device what is known of the device; null for one of the agent's own conditions
   */
  void stillSo(RaisedKey key, Told told, @Nullable DeviceView device) {
    Condition condition = key.condition();
    DeviceView.Raised held = device == null ? null : device.raisedOf(condition);
    String sentence = device == null ? own(key) : sentence(device, condition, true);
    var event =
        new ErrorEvent(
            now(),
            condition,
            sentence + " It began while the kiosk was serviced.",
            device == null ? null : device.id(),
            told.severity(),
            true,
            held != null ? held.subject() : key.subject().isEmpty() ? null : key.subject(),
            held == null ? null : held.raw(),
            held != null && held.flapping(),
            false);
    log(event);
    var anew = new Told(told.sinceMillis(), told.severity(), false);
    raised.change(true, key, anew, codec.encode(event));
  }

  private String own(RaisedKey key) {
    String metric = Metric.ofWireName(key.subject()).map(of -> of.words() + ": ").orElse("");
    return metric + words.wrong(key.condition()) + " " + words.next(key.condition());
  }

  /** A condition of the last run that is no longer watched, and why. */
  void gone(RaisedKey key, String sentence) {
    Told told = raised.told(key);
    var event =
        new ErrorEvent(
            now(),
            key.condition(),
            sentence,
            key.device().isEmpty() ? null : key.device(),
            told == null ? key.condition().severity() : told.severity(),
            false,
            key.subject().isEmpty() ? null : key.subject(),
            null,
            false,
            false);
    write(key, event);
  }

  /** Something that has no duration. */
  void moment(Condition condition, String sentence) {
    Log.warn(sentence);
    spool.append(Lane.ALERTS, codec.encode(marked(ErrorEvent.moment(now(), condition, sentence))));
  }

  /** The whole state of a device. */
  void device(DeviceView device) {
    spool.append(Lane.ALERTS, codec.encode(event(device, now(), false)));
  }

  static DeviceEvent event(DeviceView device, long nowMillis, boolean live) {
    var conditions = DeviceTracker.conditions(device.raised());
    // Nothing raised is no news of health where the state is not known.
    Condition none =
        device.state() == DeviceState.UNKNOWN ? Condition.STATUS_UNKNOWN : Condition.DEVICE_OK;
    String cuss = (conditions.isEmpty() ? none : conditions.get(0)).cuss();
    return new DeviceEvent(
        Math.max(0, nowMillis),
        device.id(),
        device.kind(),
        device.state(),
        conditions,
        cuss,
        notNegative(device.observedAtMillis()),
        device.model(),
        device.serial(),
        live);
  }

  private static @Nullable Long notNegative(@Nullable Long millis) {
    return millis == null ? null : Long.valueOf(Math.max(0, millis));
  }

  private ErrorEvent marked(ErrorEvent event) {
    return event.inService(service.holds());
  }

  private void write(RaisedKey key, ErrorEvent unmarked) {
    ErrorEvent event = marked(unmarked);
    Told told = raised.told(key);
    boolean begin = Boolean.TRUE.equals(event.active());
    if (begin != (told != null)) {
      change(key, event);
      return;
    }
    log(event);
    boolean calls = told != null && told.inService() && !event.service();
    if (told != null && (calls || told.severity() != event.severity())) {
      // It began when it began; only how bad it is has changed, or that somebody is called for it.
      var now = new Told(told.sinceMillis(), event.severity(), event.service());
      raised.change(true, key, now, codec.encode(event));
      return;
    }
    // news of a condition that holds anyway, such as flapping
    spool.append(Lane.ALERTS, codec.encode(event));
  }

  private void change(RaisedKey key, ErrorEvent event) {
    log(event);
    boolean begin = Boolean.TRUE.equals(event.active());
    var told = new Told(event.ts(), event.severity(), event.service());
    raised.change(begin, key, told, codec.encode(event));
  }

  private static void log(ErrorEvent event) {
    boolean begin = Boolean.TRUE.equals(event.active());
    if (!begin || event.service()) {
      Log.info("{} {}: {}", event.code(), begin ? "began" : "ended", event.message());
      return;
    }
    switch (event.severity()) { // by who must act
      case ERROR, CRITICAL -> Log.error("{} began: {}", event.code(), event.message());
      case WARNING -> Log.warn("{} began: {}", event.code(), event.message());
      case INFO -> Log.info("{} began: {}", event.code(), event.message());
    }
  }

  /** Saves the set of raised conditions; called before the alerts that changed it are written. */
  void saveRaised() {
    try {
      raised.save();
      savingFailed = false;
    } catch (IOException failure) {
      if (!savingFailed) {
        Log.error(
            "The set of raised conditions could not be saved ({}); after a restart some may be told again",
            failure.getMessage());
      }
      savingFailed = true;
    }
  }

  private long now() {
    return Math.max(0, time.wallMillis());
  }
}
