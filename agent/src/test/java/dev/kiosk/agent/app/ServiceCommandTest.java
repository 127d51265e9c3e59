package dev.kiosk.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiosk.agent.disk.FakeDisk;
import dev.kiosk.agent.door.Doors;
import dev.kiosk.agent.recorder.ServiceMode;
import dev.kiosk.agent.time.ManualTime;
import dev.kiosk.agent.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command, the socket and service mode itself, over real sockets. */
@Timeout(60)
class ServiceCommandTest {

  @TempDir private Path dir = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ManualTime time = new ManualTime(); // it is 12:06:40 in UTC
  private final FakeDisk disk = new FakeDisk();
  private final ServiceMode service = ServiceMode.load(disk, Path.of("/state"), time);
  private final Doors doors = new Doors(Time.system());
  private @Nullable ControlSocket listening;

  @AfterEach
  void stop() {
    if (listening != null) {
      listening.close();
    }
    doors.close();
  }

  private Path socket() {
    return dir.resolve("run/control");
  }

  private void listen() throws IOException {
    listening = ControlSocket.listen(socket(), new ServiceControl(service), doors);
  }

  private int run(String... arguments) {
    var all = new ArrayList<String>(java.util.List.of(arguments));
    all.add("--socket");
    all.add(socket().toString());
    return new CommandLine(new ServiceCommand(time, ZoneOffset.UTC))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
  }

  /** Says something and reads until the agent closes. */
  private String say(byte[] bytes) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(bytes));
      return heard(channel);
    }
  }

  private static String heard(SocketChannel channel) throws IOException {
    var line = new StringBuilder();
    var in = Channels.newInputStream(channel);
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  @Test
  void onAndOffAreToldInWords() throws IOException {
    listen();
    assertThat(run("on", "--by", "Anna Öberg")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            "Service mode until 12:36 (30 min): alerts are marked, no operator is called."
                + " It ends by itself; end it now: kiosk-agent service off\n");
    assertThat(Objects.requireNonNull(service.now()).by()).isEqualTo("Anna Öberg");
    assertThat(run("on", "--by", "Ben", "--for", "12h")).isZero();
    assertThat(out.toString()).contains("Service mode until 00:06 (12 h):");
    assertThat(run("off")).isZero();
    assertThat(out.toString())
        .contains("Service mode of Ben is over: operators are called again, also for what");
    assertThat(service.holds()).isFalse();
    assertThat(run("off")).isZero();
    assertThat(out.toString()).endsWith("Service mode was off already: operators are called.\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aDiskThatRefusesIsSaid() throws IOException {
    listen();
    disk.refuse("No space left on device");
    assertThat(run("on", "--by", "Anna")).isZero();
    assertThat(out.toString())
        .contains("no operator is called. The disk refuses (No space left on device")
        .endsWith("so a restart ends it.\n");
    assertThat(service.holds()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"59s", "13h", "30", "half an hour", "-5m", "999999999d"})
  void aLengthThatMayNotBeIsWrongUsage(String length) throws IOException {
    listen();
    assertThat(run("on", "--by", "Anna", "--for=" + length)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("--for: expected a duration such as")
        .contains("from 1m to 12h, was \"" + length + "\"");
    assertThat(service.holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "\u001b[31mred"})
  void aNameThatMayNotBeIsWrongUsage(String by) throws IOException {
    listen();
    assertThat(run("on", "--by", by)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("--by: expected a name of 1 to 64 visible characters");
    assertThat(service.holds()).isFalse();
  }

  @Test
  void nobodyIsAskedWithoutAName() throws IOException {
    listen();
    assertThat(run("on")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("Missing required option: '--by=NAME'");
  }

  @Test
  void noAgentIsOneLineThatSaysWhatToDo() throws IOException {
    assertThat(run("off")).isEqualTo(3);
    assertThat(err.toString())
        .isEqualTo(
            "kiosk-agent: no agent at %s (there is no such socket); is it running? Try: systemctl status kiosk-agent\n"
                .formatted(socket()));
    leaveBehind();
    assertThat(run("off")).isEqualTo(3);
    assertThat(err.toString().lines().skip(1))
        .singleElement()
        .asString()
        .contains("(nobody listens there)");
  }

  private void leaveBehind() throws IOException {
    Files.createDirectories(dir.resolve("run"));
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).exists();
  }

  @Test
  void onlyTheOwnerAndTheGroupMayAsk() throws IOException {
    listen();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
        .isEqualTo("rw-rw----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("run"))))
        .isEqualTo("rwxr-x---");
    assertThat(dir.resolve("run/control.new")).doesNotExist();
  }

  @Test
  void whatADeadAgentLeftIsReplacedAndALivingOneIsNot() throws IOException {
    leaveBehind();
    listen();
    assertThatThrownBy(() -> ControlSocket.listen(socket(), new ServiceControl(service), doors))
        .hasMessageContaining("another agent listens at " + socket());
    assertThat(run("off")).isZero();
    Objects.requireNonNull(listening).close();
    assertThat(socket()).doesNotExist();
    listen();
    assertThat(run("off")).isZero();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Files.createDirectories(dir.resolve("run"));
    Files.writeString(socket(), "precious");
    assertThatThrownBy(this::listen).hasMessageContaining("is no socket");
    assertThat(socket()).hasContent("precious");
    assertThat(ServiceControl.serve(service, socket(), doors)).isNull();
    assertThat(ServiceControl.serve(service, null, doors)).isNull();
  }

  @Test
  void aDeviceOrPipeIsNoSocketEither() throws Exception {
    Files.createDirectories(dir.resolve("run"));
    assertThat(new ProcessBuilder("mkfifo", socket().toString()).start().waitFor()).isZero();
    assertThatThrownBy(this::listen).hasMessageContaining("is no socket");
    assertThat(Files.readAttributes(socket(), BasicFileAttributes.class).isOther()).isTrue();
    Files.delete(socket());
    Files.createSymbolicLink(socket(), Path.of("/dev/null"));
    assertThatThrownBy(this::listen).hasMessageContaining("is no socket");
    assertThat(socket()).isSymbolicLink();
  }

  @Test
  void anAgentThatHangsHoldsNobodyUp() throws IOException {
    Files.createDirectories(dir.resolve("run"));
    var waiting = new ArrayList<SocketChannel>();
    try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hung.bind(UnixDomainSocketAddress.of(socket()), 1);
      try {
        while (true) {
          waiting.add(ControlSocket.connect(socket()));
        }
      } catch (SocketException full) {
        assertThat(waiting).isNotEmpty();
      }
      var command = new ServiceCommand(new HurryingTime(), ZoneOffset.UTC);
      int code =
          new CommandLine(command)
              .setErr(new PrintWriter(err))
              .execute("off", "--socket", socket().toString());
      assertThat(code).isEqualTo(3);
      assertThat(err.toString()).contains("gave no answer within 10 s; its log may tell why");
      assertThatThrownBy(this::listen).hasMessageContaining("does not answer");
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  /** Each look at the clock takes a second. */
  private static final class HurryingTime implements Time {
    private long nanos;

    @Override
    public long nanos() {
      nanos += 1_000_000_000;
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }

  @Test
  void aSocketThatAnotherAgentPutThereMeanwhileIsLeftToIt() throws IOException {
    listen();
    Files.delete(socket());
    try (var other = ControlSocket.listen(socket(), (line, user) -> "ok none", doors)) {
      Objects.requireNonNull(listening).close();
      assertThat(other.path()).exists();
    }
    assertThat(socket()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "service\n",
        "service on\n",
        "service on 30m\n",
        "service on 30m \n",
        "service on 30 Anna\n",
        "service on 13h Anna\n",
        "service on 30m a\u0007b\n",
        "service off now\n",
        "SERVICE OFF\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "{\"service\":\"off\"}\n"
      })
  void whatIsNoRequestGetsOneLineAndChangesNothing(String request) throws IOException {
    listen();
    service.begin("Anna", Duration.ofMinutes(30), "root");
    assertThat(say(request.getBytes(UTF_8))).startsWith("no expected ");
    assertThat(Objects.requireNonNull(service.now()).by()).isEqualTo("Anna");
    assertThat(run("off")).as("the agent is unharmed").isZero();
  }

  @Test
  void noTextAndTooMuchTextAreRefused() throws IOException {
    listen();
    assertThat(say(new byte[] {'s', (byte) 0xff, '\n'}))
        .isEqualTo("no the line is no text in UTF-8");
    assertThat(say("x".repeat(ControlSocket.MOST_BYTES + 500).getBytes(UTF_8)))
        .isEqualTo("no a request is one line of at most 1024 bytes");
    assertThat(run("off")).isZero();
  }

  @Test
  void aLineMayComeInPiecesOrEndWithTheConnection() throws IOException {
    listen();
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap("service on 5m An".getBytes(UTF_8)));
      channel.write(ByteBuffer.wrap("na\n".getBytes(UTF_8)));
      assertThat(heard(channel)).isEqualTo("ok on");
    }
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap("service off".getBytes(UTF_8)));
      channel.shutdownOutput();
      assertThat(heard(channel)).isEqualTo("ok off Anna");
    }
  }

  @Test
  void whoSaysNothingHoldsNobodyUpForLong() throws IOException {
    listen();
    var silent = new ArrayList<SocketChannel>();
    for (int i = 0; i < 4; i++) {
      silent.add(connect());
    }
    assertThat(run("off")).as("served when one of the four was sent away").isZero();
    for (SocketChannel channel : silent) {
      assertThat(heard(channel)).isEqualTo("no no line came within 2 s");
      channel.close();
    }
    connect().close(); // and one that leaves at once
    assertThat(run("off")).isZero();
  }

  @Test
  void anAnswerThatFailsIsSaidAndTheNextOneComes() throws IOException {
    ControlSocket.Answers broken =
        (line, user) -> {
          if (line.equals("break")) {
            throw new IllegalStateException("broken");
          }
          return "ok " + user.isEmpty();
        };
    listening = ControlSocket.listen(socket(), broken, doors);
    assertThat(say("break\n".getBytes(UTF_8))).startsWith("no the agent met an unexpected error");
    assertThat(say("go on\n".getBytes(UTF_8))).isEqualTo("ok false");
    assertThat(run("off")).isEqualTo(3);
    assertThat(err.toString()).contains("is no such agent: ok false");
  }

  @Test
  void theHelpTellsTheExitCodes() {
    assertThat(run("on", "--help")).isZero();
    assertThat(out.toString()).contains("3 no agent answers", "77 not allowed");
  }
}
