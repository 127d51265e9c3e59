package dev.kiosk.simulator.app.driver;

import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.surface.UsbIds;
import dev.kiosk.simulator.surface.UsbInterface;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place on the USB bus that {@code sys_dir} plays: {@code usb}, {@code interface}. */
final class UsbDriver implements Driver {

  static final String NAME = "usb";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> kinds() {
    return List.of("scanner", "printer");
  }

  @Override
  public Set<String> keys() {
    return Set.of("usb", "interface");
  }

  @Override
  public Identity usual(String id) {
    return new Identity(id, "Symbol Technologies", "Bar Code Scanner", "");
  }

  @Override
  public @Nullable OutletPlan read(Section section) {
    String written = section.text("usb").orElse("");
    Optional<UsbIds> ids = UsbIds.parse(written);
    if (ids.isEmpty()) {
      section.problem(
          "usb", "must be vendor:product, for instance \"05e0:1900\", was \"" + written + '"');
    }
    UsbInterface face = section.has("interface") ? face(section) : null;
    return ids.map(each -> new UsbPlan(each, face)).orElse(null);
  }

  private static UsbInterface face(Section section) {
    String[] names =
        Arrays.stream(UsbInterface.values()).map(UsbInterface::wireName).toArray(String[]::new);
    return UsbInterface.valueOf(section.oneOf("interface", names).toUpperCase(Locale.ROOT));
  }
}
