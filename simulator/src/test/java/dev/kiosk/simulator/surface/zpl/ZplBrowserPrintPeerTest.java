package dev.kiosk.simulator.surface.zpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiosk.agent.peer.Peer;
import dev.kiosk.simulator.device.Identity;
import dev.kiosk.simulator.device.SimulatedPrinter;
import dev.kiosk.simulator.surface.Host;
import dev.kiosk.simulator.surface.SecondClient;
import dev.kiosk.simulator.surface.TcpOutlet;
import dev.kiosk.simulator.surface.TcpPlace;
import dev.kiosk.simulator.surface.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The npm package zebra-browser-print-wrapper reads the simulated printer's ~HQES, by the columns
 * at which it expects each digit. It talks to a printer through a service of the maker; a few lines
 * of JavaScript carry its bytes to our port instead.
 */
class ZplBrowserPrintPeerTest {

  private static final String PACKAGE = "zebra-browser-print-wrapper";

  private static final String CARRIER =
      """
      const [, , client, port] = process.argv;
      const socket = require('net').connect(Number(port), '127.0.0.1');
      let said = '';
      let heard = () => {};
      socket.on('data', (data) => { said += data.toString('latin1'); heard(); });
      const answer = () => new Promise((resolve) => {
        heard = () => { if (said.endsWith('\\u0003')) resolve(said); };
        heard();
      });
      globalThis.fetch = async (url, { body }) => {
        if (!url.endsWith('write')) return { text: answer };
        said = '';
        socket.write(JSON.parse(body).data);
      };
      const printer = new (require(client).default)();
      printer.checkPrinterStatus().then((status) => {
        console.log(status.isReadyToPrint + ' ' + status.errors);
        socket.end();
      });
      """;

  private final SimulatedPrinter printer =
      new SimulatedPrinter(
          new Identity("bagtag", "Zebra Technologies", "ZT410-200dpi", "S1"), ZplProtocol.SHOWS);

  @Test
  void readsEachConditionThatItKnows(@TempDir Path dir) throws Exception {
    Peer.needs("node", "nodejs");
    Path module = module();
    Path script = Files.writeString(dir.resolve("ask.cjs"), CARRIER);
    try (var outlet =
        TcpOutlet.start(
            new TcpPlace("bagtag", "zpl", "tcp://%s", Host.ANY_PORT, SecondClient.SERVED),
            ZplProtocol.of(printer, ZplManner.USUAL),
            (id, what) -> {},
            Traffic.UNSEEN)) {
      String port = String.valueOf(outlet.address().getPort());

      assertThat(ask(script, module, port)).isEqualTo("true ");
      assertThat(with("media-out", script, module, port))
          .isEqualTo("false Paper out,Printer Paused");
      assertThat(with("supply-out", script, module, port))
          .isEqualTo("false Ribbon Out,Printer Paused");
      assertThat(with("head-open", script, module, port)).isEqualTo("false Media Door Open");
      assertThat(with("cutter", script, module, port))
          .isEqualTo("false Cutter Fault,Printer Paused");
      assertThat(with("hot", script, module, port)).isEqualTo("false Printhead Overheating");
      assertThat(with("printhead", script, module, port))
          .isEqualTo("false Printhead Fault,Printer Paused");
      assertThat(with("paused", script, module, port)).isEqualTo("false Printer Paused");
    }
  }

  private String with(String condition, Path script, Path module, String port) throws Exception {
    printer.set(printer.condition(condition), true);
    String said = ask(script, module, port);
    printer.set(printer.condition(condition), false);
    return said;
  }

  private static String ask(Path script, Path module, String port) throws Exception {
    return Peer.run("node", script.toString(), module.toString(), port).replace("\n", "");
  }

  /** Skips the test unless npm installed the package, globally or in a folder that is named. */
  private static Path module() {
    Optional<Path> found =
        List.of(
                System.getProperty("kiosk.node_modules", ""),
                "/usr/local/lib/node_modules",
                "/usr/lib/node_modules")
            .stream()
            .map(each -> Path.of(each, PACKAGE))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(
        found.isPresent(),
        PACKAGE + " is not installed here; npm install -g " + PACKAGE + "@0.1.4 brings it");
    return found.orElseThrow().toAbsolutePath();
  }
}
