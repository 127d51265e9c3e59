package dev.kiosk.agent.status;

import java.util.ArrayList;

/** Draws one device as a card of the page. */
final class DeviceCard {

  private DeviceCard() {}

  static void draw(Html html, DeviceStatus device, View view) {
    html.open("article class=\"card " + device.state().wireName() + "\"");
    html.open("h3").text(View.capital(device.role()));
    if (device.service() != null) {
      html.text(" ").element("span class=\"id\"", device.id());
    }
    html.close();
    html.open("p class=\"state\"");
    html.element("span class=\"mark\" aria-hidden=\"true\"", mark(device.state())).text(" ");
    html.text(View.capital(device.state().wireName()));
    Long since = device.stateSinceMillis();
    if (since != null) {
      html.text(" ");
      view.since(html, since);
    }
    html.close();
    if (device.conditions().isEmpty()) {
      html.element("p", device.sentence());
    }
    for (RaisedCondition condition : device.conditions()) {
      condition(html, condition, view);
    }
    for (DeviceStatus.AlsoSeen also : device.alsoSeen()) {
      html.element(
          "p class=\"code\"", also.code() + " is seen too: " + also.because() + " explains it");
    }
    meta(html, device, view);
    html.close();
  }

  private static void condition(Html html, RaisedCondition condition, View view) {
    html.open("div class=\"condition\"");
    html.open("p").element("strong", condition.wrong()).text(" " + condition.next()).close();
    html.open("p class=\"code\"").text(condition.code());
    if (condition.subject() != null) {
      html.text(", " + condition.subject());
    }
    html.text(", ");
    view.since(html, condition.sinceMillis());
    if (condition.flapping()) {
      html.text(", comes and goes");
    }
    html.close().close();
  }

  private static void meta(Html html, DeviceStatus device, View view) {
    html.open("p class=\"meta\"");
    Long age = device.ageMillis();
    if (age == null) {
      html.text("Has not answered yet");
    } else {
      html.text("Asked ").ago((view.now() - age) / 1000 * 1000, view.now()).text(" ago");
    }
    var more = new ArrayList<String>();
    Long changed = device.sinceMillis();
    if (changed != null && !changed.equals(device.stateSinceMillis())) {
      more.add("changed last at " + view.clock().at(changed));
    }
    if (device.source() != null) {
      more.add("source " + device.source());
    }
    if (device.model() != null) {
      more.add(device.model());
    }
    if (device.serial() != null) {
      more.add("serial number " + device.serial());
    }
    more.forEach(each -> html.text("; " + each));
    html.close();
  }

  private static String mark(DeviceStatus.State state) {
    return switch (state) {
      case READY -> "\u2713";
      case WARNING -> "!";
      case ERROR, OFFLINE -> "\u2715";
      case UNKNOWN -> "?";
    };
  }
}
