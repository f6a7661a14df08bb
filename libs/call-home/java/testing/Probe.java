package hearth;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A host for the tests: takes options as NAME=VALUE, and a command a line on its standard input, and prints an answer a line.
 * It ends with its input.
 */
public final class Probe {
  public static void main(String[] arguments) throws Exception {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
    Map<String, Number> counters = new TreeMap<>();
    AtomicBoolean broken = new AtomicBoolean();
    if (given.containsKey("steps")) counters.put("steps-executed", Long.parseLong(given.get("steps")));
    CallHome.Options options = new CallHome.Options(given.get("url"), "roboserver", "11.5.0.3", "enterprise", given.getOrDefault("licenceKey", "EXAMPLE-0000-0000"))
        .declared(new CallHome.Declared()
            .counters("steps-executed")
            .distinctCount("domains-accessed", 1_000_000_000)
            .breakdown("robots-by-trigger", "schedule", "api", "kapplet", "manual"))
        .counters(() -> {
          if (broken.get()) throw new IllegalStateException("The counter is broken.");
          synchronized (counters) {
            return new TreeMap<>(counters);
          }
        })
        .gauges(() -> Map.of("domains-accessed", 41, "employees", 7))
        .breakdowns(() -> Map.of("robots-by-trigger", Map.of("schedule", 12, "Ms Example", 1), "users", Map.of("a", 1)))
        .server(() -> new CallHome.Server(8, "Linux"))
        .contact("Brötchen & Söhne 🍞", "ops@example.com")
        .timing(new CallHome.Timing(
            Duration.ofMillis(Long.parseLong(given.getOrDefault("start", "600000"))),
            Duration.ofMillis(Long.parseLong(given.getOrDefault("start", "600000"))),
            given.containsKey("interval") ? Duration.ofMillis(Long.parseLong(given.get("interval"))) : null,
            Duration.ofMillis(Long.parseLong(given.getOrDefault("deadline", "5000"))),
            Duration.ofMillis(20),
            Duration.ofMillis(200)));
    if (given.containsKey("folder")) options.folder(Path.of(given.get("folder")));
    if (given.containsKey("countersSince")) options.countersSince(Instant.parse(given.get("countersSince")));
    if (given.containsKey("agreedFrom")) options.agreedFrom(Instant.parse(given.get("agreedFrom")));
    CallHome callHome = CallHome.start(options);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      Object answer = switch (words[0]) {
        case "count" -> {
          synchronized (counters) {
            counters.put(words[1], new BigDecimal(words[2]));
          }
          yield "counted";
        }
        case "break", "mend" -> {
          broken.set(words[0].equals("break"));
          yield words[0];
        }
        case "preview" -> callHome.preview();
        case "begin" -> {
          callHome.sendNow();
          yield "begun";
        }
        case "send" -> callHome.sendNow().get();
        case "threads" -> Thread.getAllStackTraces().size();
        case "status" -> callHome.status();
        case "export" -> {
          callHome.export(Path.of(words[1]));
          yield "exported";
        }
        default -> "unknown";
      };
      System.out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      System.out.flush();
    }
  }
}
