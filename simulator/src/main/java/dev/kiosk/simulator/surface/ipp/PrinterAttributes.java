package dev.kiosk.simulator.surface.ipp;

import static dev.kiosk.simulator.surface.ipp.Attribute.charset;
import static dev.kiosk.simulator.surface.ipp.Attribute.collections;
import static dev.kiosk.simulator.surface.ipp.Attribute.enumeration;
import static dev.kiosk.simulator.surface.ipp.Attribute.flag;
import static dev.kiosk.simulator.surface.ipp.Attribute.integer;
import static dev.kiosk.simulator.surface.ipp.Attribute.keyword;
import static dev.kiosk.simulator.surface.ipp.Attribute.language;
import static dev.kiosk.simulator.surface.ipp.Attribute.mime;
import static dev.kiosk.simulator.surface.ipp.Attribute.named;
import static dev.kiosk.simulator.surface.ipp.Attribute.range;
import static dev.kiosk.simulator.surface.ipp.Attribute.resolution;
import static dev.kiosk.simulator.surface.ipp.Attribute.text;
import static dev.kiosk.simulator.surface.ipp.Attribute.uri;

import dev.kiosk.simulator.device.Identity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What a printer of the size of a kiosk says it is and can do, which never changes (RFC 8011,
 * sections 5.2 and 5.4; PWG 5100.12).
 */
final class PrinterAttributes {

  static final List<String> FORMATS =
      List.of("application/octet-stream", "application/pdf", "image/pwg-raster", "image/urf");

  static final List<String> COMPRESSIONS = List.of("none", "deflate", "gzip");

  /** The versions that it speaks, newest first. */
  static final List<String> VERSIONS = List.of("2.0", "1.1", "1.0");

  private static final int DPI = 203;

  /** A roll's documents: name, width and length in hundredths of a millimetre. */
  private record Medium(String name, int width, int length) {

    List<Attribute> size() {
      return List.of(integer("x-dimension", width), integer("y-dimension", length));
    }

    List<Attribute> column() {
      return List.of(
          collections("media-size", List.of(size())),
          keyword("media-size-name", name),
          integer("media-bottom-margin", 0),
          integer("media-left-margin", 0),
          integer("media-right-margin", 0),
          integer("media-top-margin", 0),
          keyword("media-source", "main-roll"),
          keyword("media-type", "continuous"));
    }
  }

  private static final List<Medium> MEDIA =
      List.of(
          new Medium("om_boarding-pass_82.5x203.2mm", 8_250, 20_320),
          new Medium("om_receipt_80x200mm", 8_000, 20_000),
          new Medium("om_bag-tag_54x533.4mm", 5_400, 53_340));

  private PrinterAttributes() {}

  /**
   * The attributes.
   *
   * @param host address and port as the host wrote them
   */
  static List<Attribute> of(Identity identity, String host) {
    var all = new ArrayList<Attribute>();
    description(all, identity, host);
    protocol(all);
    paper(all);
    templates(all);
    return all;
  }

  private static void description(List<Attribute> all, Identity identity, String host) {
    String model = (identity.manufacturer() + " " + identity.product()).strip();
    String known = identity.id() + "/" + identity.serial();
    UUID uuid = UUID.nameUUIDFromBytes(known.getBytes(StandardCharsets.UTF_8));
    all.add(uri("printer-uri-supported", "ipp://" + host + IppProtocol.PATH));
    all.add(keyword("uri-authentication-supported", "none"));
    all.add(keyword("uri-security-supported", "none"));
    all.add(named("printer-name", identity.id()));
    all.add(text("printer-info", "Simulated printer " + identity.id()));
    all.add(text("printer-location", ""));
    all.add(text("printer-make-and-model", model));
    all.add(uri("printer-more-info", "http://" + host + "/"));
    all.add(uri("printer-uuid", "urn:uuid:" + uuid));
    all.add(text("printer-firmware-string-version", "1.0"));
    all.add(
        text(
            "printer-device-id",
            "MFG:%s;MDL:%s;SN:%s;CMD:PDF,PWGRaster,URF;"
                .formatted(identity.manufacturer(), identity.product(), identity.serial())));
    all.add(flag("color-supported", false));
    all.add(integer("pages-per-minute", 60));
  }

  private static void protocol(List<Attribute> all) {
    all.add(charset("charset-configured", "utf-8"));
    all.add(charset("charset-supported", "utf-8"));
    all.add(language("natural-language-configured", "en"));
    all.add(language("generated-natural-language-supported", "en"));
    all.add(keyword("ipp-versions-supported", VERSIONS));
    all.add(keyword("ipp-features-supported", "none"));
    all.add(enumeration("operations-supported", Operation.numbers()));
    all.add(keyword("compression-supported", COMPRESSIONS));
    all.add(mime("document-format-default", FORMATS.get(0)));
    all.add(mime("document-format-supported", FORMATS.toArray(String[]::new)));
    all.add(keyword("pdl-override-supported", "attempted"));
    all.add(flag("multiple-document-jobs-supported", false));
    all.add(integer("multiple-operation-time-out", Jobs.DOCUMENT_SECONDS));
    all.add(keyword("multiple-operation-time-out-action", "abort-job"));
    all.add(flag("job-ids-supported", true));
    all.add(range("job-k-octets-supported", 0, 1_048_576));
    all.add(
        keyword(
            "job-creation-attributes-supported",
            "copies",
            "ipp-attribute-fidelity",
            "job-name",
            "media",
            "media-col",
            "print-quality"));
    all.add(keyword("which-jobs-supported", "completed", "not-completed"));
    all.add(keyword("identify-actions-default", "sound"));
    all.add(keyword("identify-actions-supported", "sound"));
    all.add(keyword("printer-get-attributes-supported", "document-format"));
  }

  private static void paper(List<Attribute> all) {
    List<String> names = MEDIA.stream().map(Medium::name).toList();
    List<Attribute> usual = MEDIA.get(0).column();
    all.add(keyword("media-default", names.get(0)));
    all.add(keyword("media-supported", names));
    all.add(keyword("media-ready", names.get(0)));
    all.add(collections("media-col-default", List.of(usual)));
    all.add(collections("media-col-ready", List.of(usual)));
    all.add(collections("media-col-database", MEDIA.stream().map(Medium::column).toList()));
    all.add(collections("media-size-supported", MEDIA.stream().map(Medium::size).toList()));
    all.add(
        keyword(
            "media-col-supported",
            "media-bottom-margin",
            "media-left-margin",
            "media-right-margin",
            "media-size",
            "media-size-name",
            "media-source",
            "media-top-margin",
            "media-type"));
    for (String edge : List.of("bottom", "left", "right", "top")) {
      all.add(integer("media-" + edge + "-margin-supported", 0));
    }
    all.add(keyword("media-source-supported", "main-roll"));
    all.add(keyword("media-type-supported", "continuous"));
  }

  private static void templates(List<Attribute> all) {
    int normal = 4;
    int portrait = 3;
    int none = 3;
    all.add(integer("copies-default", 1));
    all.add(range("copies-supported", 1, 9));
    all.add(enumeration("finishings-default", none));
    all.add(enumeration("finishings-supported", none));
    all.add(named("job-sheets-default", "none"));
    all.add(named("job-sheets-supported", "none"));
    all.add(enumeration("orientation-requested-default", portrait));
    all.add(enumeration("orientation-requested-supported", portrait));
    all.add(keyword("output-bin-default", "face-up"));
    all.add(keyword("output-bin-supported", "face-up"));
    all.add(keyword("print-color-mode-default", "monochrome"));
    all.add(keyword("print-color-mode-supported", "monochrome"));
    all.add(enumeration("print-quality-default", normal));
    all.add(enumeration("print-quality-supported", normal));
    all.add(resolution("printer-resolution-default", DPI));
    all.add(resolution("printer-resolution-supported", DPI));
    all.add(resolution("pwg-raster-document-resolution-supported", DPI));
    all.add(keyword("pwg-raster-document-type-supported", "black_1", "sgray_8"));
    all.add(keyword("pwg-raster-document-sheet-back", "normal"));
    all.add(keyword("urf-supported", Arrays.asList("V1.4", "W8", "RS" + DPI, "DM1", "CP1")));
    all.add(keyword("sides-default", "one-sided"));
    all.add(keyword("sides-supported", "one-sided"));
  }
}
