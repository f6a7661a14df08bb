import hearth.CallHome;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * A small program that calls home:
 *
 * <pre>
 * javac -d out CallHome.java Example.java
 * java -cp out Example http://127.0.0.1:4000 FOLDER
 * </pre>
 *
 * It shows its report, sends it without waiting for the answer, does its work, and ends when that is done.
 */
public final class Example {
  public static void main(String[] arguments) {
    LongAdder steps = new LongAdder();
    CallHome callHome = CallHome.start(
        new CallHome.Options(arguments[0], "roboserver", "11.5.0.3", "enterprise", "EXAMPLE-0000-0000")
            .folder(Path.of(arguments[1]))
            .declared(new CallHome.Declared()
                .counters("steps-executed", "robots-executed")
                .distinctCount("domains-accessed", 1_000_000_000)
                .breakdown("robots-by-trigger", "schedule", "api", "kapplet", "manual"))
            .counters(() -> Map.of("steps-executed", steps, "robots-executed", 1))
            .breakdowns(() -> Map.of("robots-by-trigger", Map.of("schedule", 12)))
            .server(() -> new CallHome.Server(Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"))));
    for (int step = 0; step < 1000; step += 1) steps.increment();
    System.out.println(callHome.preview());
    callHome.sendNow();
  }
}
