package io.github.logconfig.examples;

import io.github.logconfig.model.ClusterName;
import io.github.logconfig.model.DesiredCluster;
import io.github.logconfig.model.DesiredState;
import io.github.logconfig.model.Environment;
import io.github.logconfig.model.InvalidValueException;
import io.github.logconfig.model.LoadedState;
import io.github.logconfig.model.NamespaceName;
import io.github.logconfig.model.Problem;
import io.github.logconfig.source.DesiredStateSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A source of one's own: one cluster, and a text file with one of its namespaces per line. */
record TextFileSource(Path file, ClusterName cluster, Environment environment)
    implements DesiredStateSource {

  @Override
  public LoadedState load() {
    List<Problem> problems = new ArrayList<>();
    DesiredState.Builder state = DesiredState.builder().addEnvironment(environment);
    DesiredCluster.Builder desired =
        DesiredCluster.builder().name(cluster).environment(environment);
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        try {
          desired.addNamespace(new NamespaceName(lines.get(i)));
        } catch (InvalidValueException e) {
          problems.add(new Problem(file.toString(), i + 1, String.valueOf(e.getMessage())));
        }
      }
    } catch (IOException e) {
      problems.add(new Problem(file.toString(), 0, "the file cannot be read"));
    }
    if (problems.isEmpty()) {
      state.addCluster(desired.build());
    }
    return new LoadedState(state.build(), problems);
  }
}
