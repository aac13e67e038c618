import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Adds stack maps to the classes of picocli in a jar. They are compiled for Java 5, which has none;
 * Java verifies such classes slowly and does not keep them in its AOT cache.
 */
final class StackMaps {

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    try (FileSystem content = FileSystems.newFileSystem(jar);
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      List<Path> classes;
      try (Stream<Path> files = Files.walk(content.getPath("picocli"))) {
        classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      }
      for (Path file : classes) {
        var modified = Files.getLastModifiedTime(file);
        Files.write(file, withStackMaps(Files.readAllBytes(file), loader));
        Files.setLastModifiedTime(file, modified); // builds are reproducible
      }
    }
  }

  private static byte[] withStackMaps(byte[] bytes, ClassLoader loader) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    ClassVisitor upgrade =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String parent,
              String[] interfaces) {
            super.visit(
                Math.max(version, Opcodes.V1_8), access, name, signature, parent, interfaces);
          }
        };
    new ClassReader(bytes).accept(upgrade, 0);
    return writer.toByteArray();
  }
}
