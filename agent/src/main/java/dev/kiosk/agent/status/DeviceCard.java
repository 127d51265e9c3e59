package dev.kiosk.agent.status;

import java.util.ArrayList;

/** Draws one device as a card of the page. */
final class DeviceCard {

  private DeviceCard() {}

  static void draw(Html html, DeviceStatus device, StatusSnapshot snapshot) {
    long now = snapshot.takenMillis();
    html.open("article class=\"card " + device.state().wireName() + "\"");
    html.open("h3").text(PageParts.capital(device.role()));
    if (device.service() != null) {
      html.text(" ").element("span class=\"id\"", device.id());
    }
    html.close();
    html.open("p class=\"state\"");
    html.element("span class=\"mark\" aria-hidden=\"true\"", mark(device.state())).text(" ");
    html.text(PageParts.capital(device.state().wireName()));
    Long since = device.sinceMillis();
    if (since != null) {
      html.text(" for ").ago(since, now);
    }
    html.close();
    if (device.conditions().isEmpty()) {
      html.element("p", device.sentence());
    }
    for (RaisedCondition condition : device.conditions()) {
      condition(html, condition, now);
    }
    for (DeviceStatus.AlsoSeen also : device.alsoSeen()) {
      html.element(
          "p class=\"code\"", also.code() + " is seen too: " + also.because() + " explains it");
    }
    meta(html, device, now);
    html.close();
  }

  private static void condition(Html html, RaisedCondition condition, long now) {
    html.open("div class=\"condition\"");
    html.open("p").element("strong", condition.wrong()).text(" " + condition.next()).close();
    html.open("p class=\"code\"").text(condition.code());
    if (condition.subject() != null) {
      html.text(", " + condition.subject());
    }
    html.text(", for ").ago(condition.sinceMillis(), now);
    if (condition.flapping()) {
      html.text(", comes and goes");
    }
    html.close().close();
  }

  private static void meta(Html html, DeviceStatus device, long now) {
    html.open("p class=\"meta\"");
    Long age = device.ageMillis();
    if (age == null) {
      html.text("No answer yet");
    } else {
      html.text("Answered ").ago((now - age) / 1000 * 1000, now).text(" ago");
    }
    var more = new ArrayList<String>();
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
