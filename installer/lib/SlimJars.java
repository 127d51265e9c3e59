import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.internal.org.objectweb.asm.ClassReader;
import jdk.internal.org.objectweb.asm.ClassVisitor;
import jdk.internal.org.objectweb.asm.ClassWriter;
import jdk.internal.org.objectweb.asm.Label;
import jdk.internal.org.objectweb.asm.MethodVisitor;
import jdk.internal.org.objectweb.asm.Opcodes;

/**
 * Takes out of jars what nobody but a debugger reads and what each agent would hold in memory all the same: the names of local
 * variables, a third of a megabyte in the archive of classes, the entries for folders, which Java keeps with the directory of each open
 * jar, and classes for a newer Java than the package's. Line numbers stay, for the stack traces in a log.
 *
 * <p>Called as {@code java --add-exports java.base/jdk.internal.org.objectweb.asm=ALL-UNNAMED SlimJars.java JAR...} with the JDK 17 that
 * makes the packages; it brings the library that it reads and writes classes with itself.
 */
final class SlimJars {

  /** How the attributes begin that hold the names and their generic types (JVMS 17, 4.7.13 and 4.7.14). */
  private static final String NAMES = "LocalVariableT";

  /** What a Java newer than the package's own runtime would read. */
  private static final Pattern NEWER = Pattern.compile("META-INF/versions/(1[89]|[2-9][0-9])/.*");

  private SlimJars() {}

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      Path slim = Path.of(jar + ".slim");
      try (ZipFile from = new ZipFile(jar);
          ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(slim))) {
        for (ZipEntry entry : Collections.list(from.entries())) {
          if (!entry.isDirectory() && !NEWER.matcher(entry.getName()).matches()) {
            copy(from, entry, to);
          }
        }
      }
      Files.move(slim, Path.of(jar), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
    byte[] bytes = from.getInputStream(entry).readAllBytes();
    ZipEntry copy = new ZipEntry(entry.getName());
    copy.setTime(entry.getTime());
    to.putNextEntry(copy);
    to.write(entry.getName().endsWith(".class") && names(bytes) ? nameless(bytes) : bytes);
    to.closeEntry();
  }

  /** A class without them is not touched: of a newer kind than this library knows, it could not be. */
  private static boolean names(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(NAMES);
  }

  private static byte[] nameless(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM8, writer) {
          @Override
          public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM8, super.visitMethod(access, name, type, generic, thrown)) {
              @Override
              public void visitLocalVariable(String name, String type, String generic, Label from, Label to, int index) {}
            };
          }
        };
    new ClassReader(bytes).accept(visitor, 0);
    return writer.toByteArray();
  }
}
