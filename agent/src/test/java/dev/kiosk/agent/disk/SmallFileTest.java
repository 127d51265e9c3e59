package dev.kiosk.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aPowerCutAtAnyMomentLeavesTheOldOrTheNewContent() throws IOException {
    Path file = Path.of("/state/file");
    for (int n = 1; n <= 8; n++) {
      for (long seed = 0; seed < 50; seed++) {
        var disk = new FakeDisk();
        disk.createDirectories(Path.of("/state"));
        SmallFile.replace(disk, file, bytes("old"));
        disk.failOperation(n);
        boolean done = true;
        try {
          SmallFile.replace(disk, file, bytes("new"));
        } catch (IOException cutShort) {
          done = false;
        }
        disk.heal();
        disk.cutPower(new Random(seed));
        byte[] found = SmallFile.read(disk, file, 100);
        assertThat(found).isNotNull();
        String text = found == null ? "" : new String(found, StandardCharsets.UTF_8);
        assertThat(text)
            .as("operation %d, seed %d", n, seed)
            .isIn(done ? List.of("new") : List.of("old", "new"));
      }
    }
  }

  @Test
  void theRealDiskKeepsAndLists(@TempDir Path dir) throws IOException {
    Disk disk = Disk.real();
    Path file = dir.resolve("file");
    assertThat(SmallFile.read(disk, file, 100)).isNull();
    SmallFile.replace(disk, file, bytes("one"));
    SmallFile.replace(disk, file, bytes("two"));
    assertThat(SmallFile.read(disk, file, 100)).isEqualTo(bytes("two"));
    assertThat(disk.list(dir)).containsExactly("file");
    assertThatThrownBy(() -> SmallFile.read(disk, file, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 3 bytes");
  }

  @Test
  void theRealDiskLocksOnce(@TempDir Path dir) throws IOException {
    Disk disk = Disk.real();
    Path file = dir.resolve("lock");
    try (var held = disk.lock(file)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> disk.lock(file)).hasMessageContaining("locked");
    }
    disk.lock(file).close();
  }

  @Test
  void checkedTextRefusesAnyChangedByte() {
    byte[] good = CheckedText.encode("title 1", List.of("a b", "ü"));
    assertThat(CheckedText.decode("title 1", good)).containsExactly("a b", "ü");
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertThat(CheckedText.decode("title 1", bad)).as("byte %d", i).isNull();
    }
    assertThat(CheckedText.decode("title 2", good)).isNull();
  }
}
