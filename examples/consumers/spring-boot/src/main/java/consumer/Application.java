package consumer;

import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.YamlFileSource;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Application {

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @Bean
  DesiredStateSource desiredState(@Value("${desired-state}") Path file) {
    return new YamlFileSource(file);
  }
}
