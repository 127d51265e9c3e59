package dev.kiosk.simulator.surface.ipp;

import dev.kiosk.simulator.device.DeviceCondition;
import dev.kiosk.simulator.device.Happenings;
import dev.kiosk.simulator.device.SimulatedPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries out the operations of a printer (RFC 8011, section 4). Safe for many threads. */
final class IppService {

  private static final int LONGEST_NAME = 255;

  /** Names of groups of attributes; each is answered with everything. */
  private static final Set<String> GROUPS =
      Set.of("all", "printer-description", "job-description", "job-template");

  private static final Pattern JOB_URI = Pattern.compile(".*/([0-9]{1,9})");

  private final SimulatedPrinter printer;
  private final Happenings happenings;
  private final LongSupplier nowMillis;
  private final long startedMillis;
  private final Jobs jobs;
  private volatile long changedMillis;

  IppService(SimulatedPrinter printer, Happenings happenings, LongSupplier nowMillis) {
    this.printer = printer;
    this.happenings = happenings;
    this.nowMillis = nowMillis;
    this.startedMillis = nowMillis.getAsLong();
    this.changedMillis = startedMillis;
    this.jobs = new Jobs(printer, happenings, nowMillis);
  }

  /** The printer's conditions have changed. */
  void printerChanged() {
    changedMillis = nowMillis.getAsLong();
    jobs.move();
  }

  /**
   * The answer to a request.
   *
   * @param host address and port as the host wrote them
   * @param bytes the beginning of what was sent, with all attributes
   * @param totalBytes how much was sent in all, with the document
   */
  byte[] answer(String host, byte[] bytes, long totalBytes) {
    Optional<IppRequest> head = IppRequest.head(bytes);
    if (head.isEmpty()) {
      return new IppReply().bytes(0x0101, Status.BAD_REQUEST, 1, "The request is too short.");
    }
    IppRequest request = head.get();
    int version = speaks(request.version()) ? request.version() : 0x0101;
    try {
      IppRequest whole = checked(request, bytes);
      IppReply reply = perform(whole, host, totalBytes - whole.attributesBytes());
      return reply.bytes(version, Status.OK, request.requestId(), null);
    } catch (IppRefusal refusal) {
      return new IppReply()
          .bytes(version, refusal.status(), request.requestId(), refusal.getMessage());
    }
  }

  private static boolean speaks(int version) {
    return version == 0x0200 || version == 0x0101 || version == 0x0100;
  }

  private static IppRequest checked(IppRequest head, byte[] bytes) throws IppRefusal {
    if (!speaks(head.version())) {
      throw new IppRefusal(
          Status.VERSION_NOT_SUPPORTED,
          "The printer speaks " + String.join(", ", PrinterAttributes.VERSIONS) + ".");
    }
    if (head.requestId() <= 0) {
      throw bad("The request-id must be at least 1.");
    }
    IppRequest request = head.withAttributes(bytes);
    List<String> names = request.names();
    if (names.size() < 2
        || !names.get(0).equals("attributes-charset")
        || !names.get(1).equals("attributes-natural-language")) {
      throw bad("attributes-charset and attributes-natural-language must come first.");
    }
    String charset = request.text("attributes-charset").orElse("");
    if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("us-ascii")) {
      throw new IppRefusal(Status.CHARSET_NOT_SUPPORTED, "The charset must be utf-8.");
    }
    if (request.text("printer-uri").isEmpty() && request.text("job-uri").isEmpty()) {
      throw bad("printer-uri or job-uri is missing.");
    }
    return request;
  }

  private IppReply perform(IppRequest request, String host, long documentBytes) throws IppRefusal {
    Optional<Operation> operation = Operation.of(request.operation());
    if (operation.isEmpty()) {
      throw new IppRefusal(Status.OPERATION_NOT_SUPPORTED, "The printer does not do that.");
    }
    var reply = new IppReply();
    switch (operation.get()) {
      case PRINT_JOB -> {
        demandPrintable(request);
        Job job = create(request);
        jobs.document(job, documentBytes, true);
        return reply.job(created(job, host));
      }
      case VALIDATE_JOB -> demandPrintable(request);
      case CREATE_JOB -> {
        return reply.job(created(create(request), host));
      }
      case SEND_DOCUMENT -> {
        return reply.job(created(sendDocument(request, documentBytes), host));
      }
      case CANCEL_JOB -> jobs.cancel(job(request));
      case CLOSE_JOB -> jobs.close(job(request));
      case CANCEL_MY_JOBS -> cancelAll(request);
      case GET_JOB_ATTRIBUTES -> {
        return reply.job(chosen(request, of(job(request), host), Set.of()));
      }
      case GET_JOBS -> list(request, host).forEach(reply::job);
      case GET_PRINTER_ATTRIBUTES -> {
        var all = new ArrayList<Attribute>(state().attributes());
        all.addAll(PrinterAttributes.of(printer.identity(), host));
        // The longest of all is told only to who asks for it by its name (PWG 5100.7).
        return reply.printer(chosen(request, all, Set.of("media-col-database")));
      }
      case IDENTIFY_PRINTER -> happenings.happened(printer.id(), "beeps to be found");
    }
    return reply;
  }

  private PrinterState state() {
    return new PrinterState(
        printer, jobs, upSeconds(nowMillis.getAsLong()), upSeconds(changedMillis));
  }

  private long upSeconds(long millis) {
    return 1 + Math.max(0, millis - startedMillis) / 1_000;
  }

  private List<Attribute> of(Job job, String host) {
    return JobAttributes.of(job, host, this::upSeconds, nowMillis.getAsLong());
  }

  private static List<Attribute> created(Job job, String host) {
    var all = new ArrayList<>(JobAttributes.brief(job, host));
    all.addAll(JobAttributes.state(job));
    return all;
  }

  private Job create(IppRequest request) throws IppRefusal {
    if (printer.conditions().contains(DeviceCondition.BUFFER_FULL)) {
      throw new IppRefusal(Status.BUSY, "The memory of the printer is full.");
    }
    return jobs.create(
        cut(request.text("job-name").orElse("untitled")),
        cut(request.text("requesting-user-name").orElse("anonymous")));
  }

  private Job sendDocument(IppRequest request, long documentBytes) throws IppRefusal {
    Job job = job(request);
    boolean last =
        request.flag("last-document").orElseThrow(() -> bad("last-document is missing."));
    demandPrintable(request);
    if (!job.incoming) {
      throw new IppRefusal(Status.NOT_POSSIBLE, "Job " + job.id + " takes no more documents.");
    }
    if (job.documents > 0 && documentBytes > 0) {
      throw new IppRefusal(
          Status.MULTIPLE_DOCUMENTS_NOT_SUPPORTED, "Job " + job.id + " has its document.");
    }
    jobs.document(job, documentBytes, last);
    return job;
  }

  private static void demandPrintable(IppRequest request) throws IppRefusal {
    String format = request.text("document-format").orElse(PrinterAttributes.FORMATS.get(0));
    if (!PrinterAttributes.FORMATS.contains(format)) {
      throw new IppRefusal(Status.FORMAT_NOT_SUPPORTED, "The printer cannot print " + cut(format));
    }
    String compression = request.text("compression").orElse("none");
    if (!PrinterAttributes.COMPRESSIONS.contains(compression)) {
      throw new IppRefusal(
          Status.COMPRESSION_NOT_SUPPORTED, "The printer cannot unpack " + cut(compression));
    }
  }

  private Job job(IppRequest request) throws IppRefusal {
    Optional<Integer> id = request.integer("job-id");
    Matcher uri = JOB_URI.matcher(request.text("job-uri").orElse(""));
    if (id.isEmpty() && uri.matches()) {
      id = Optional.of(Integer.parseInt(uri.group(1)));
    }
    if (id.isEmpty()) {
      throw bad("job-id is missing.");
    }
    int number = id.get();
    return jobs.find(number)
        .orElseThrow(() -> new IppRefusal(Status.NOT_FOUND, "There is no job " + number + "."));
  }

  private void cancelAll(IppRequest request) throws IppRefusal {
    String user = request.text("requesting-user-name").orElse("anonymous");
    for (Job each : jobs.list(false)) {
      if (each.user.equals(user)) {
        jobs.cancel(each);
      }
    }
  }

  private List<List<Attribute>> list(IppRequest request, String host) {
    boolean over = request.text("which-jobs").orElse("not-completed").equals("completed");
    boolean mine = request.flag("my-jobs").orElse(false);
    String user = request.text("requesting-user-name").orElse("anonymous");
    int limit = request.integer("limit").filter(each -> each > 0).orElse(Integer.MAX_VALUE);
    boolean brief = request.texts("requested-attributes").isEmpty();
    return jobs.list(over).stream()
        .filter(each -> !mine || each.user.equals(user))
        .limit(limit)
        .map(
            each ->
                brief ? JobAttributes.brief(each, host) : chosen(request, of(each, host), Set.of()))
        .toList();
  }

  /** The attributes that were asked for; all but the withheld ones unless some are named. */
  private static List<Attribute> chosen(
      IppRequest request, List<Attribute> all, Set<String> withheld) {
    List<String> wanted = request.texts("requested-attributes");
    boolean everything = wanted.isEmpty() || wanted.stream().anyMatch(GROUPS::contains);
    return all.stream()
        .filter(
            each -> wanted.contains(each.name()) || (everything && !withheld.contains(each.name())))
        .toList();
  }

  private static IppRefusal bad(String why) {
    return new IppRefusal(Status.BAD_REQUEST, why);
  }

  private static String cut(String text) {
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
  }
}
