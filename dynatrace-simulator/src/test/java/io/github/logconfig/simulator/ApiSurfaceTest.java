package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public signatures mention no internal type. */
class ApiSurfaceTest {

  @ParameterizedTest
  @ValueSource(strings = {"io.github.logconfig.simulator", "io.github.logconfig.simulator.junit"})
  void exposesNoInternalTypes(String pack) throws IOException, ClassNotFoundException {
    List<String> exposed = new ArrayList<>();
    int types = 0;
    for (String name : classes(Path.of("target/classes", pack.replace('.', '/')))) {
      Class<?> type = Class.forName(pack + "." + name, false, getClass().getClassLoader());
      if (Modifier.isPublic(type.getModifiers())) {
        types++;
        Stream.<Executable>concat(Stream.of(type.getMethods()), Stream.of(type.getConstructors()))
            .filter(ApiSurfaceTest::mentionsInternalType)
            .forEach(executable -> exposed.add(executable.toString()));
      }
    }
    assertThat(types).isPositive();
    assertThat(exposed).isEmpty();
  }

  private static boolean mentionsInternalType(Executable executable) {
    Stream<Type> result =
        executable instanceof Method method
            ? Stream.of(method.getGenericReturnType())
            : Stream.empty();
    return Stream.concat(result, Stream.of(executable.getGenericParameterTypes()))
        .anyMatch(type -> type.getTypeName().contains(".internal."));
  }

  private static List<String> classes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }
}
