package hearth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Calls home from a Java program: one report some minutes after its start, one a day from then on, as docs/protocol.md
 * says. One file, nothing but the JDK (17 or later: Ed25519 came with 15). Copy it and change the package line as you like.
 *
 * <p>It costs its host nothing. {@link #start} returns at once and throws nothing; its threads are daemons, so the host ends
 * when its own work ends; an attempt ends by its deadline; failure is silence. Counting is the host's affair: the suppliers
 * of {@link Options} are asked for each report, and only names that the product declared leave.
 *
 * <p>From top to bottom: what the host says, the schedule, what may be sent, making a report, the state on disk, sending, the
 * protocol as pure functions, JSON, the command line with the test vectors.
 */
public final class CallHome {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  /** A counter goes to 2^63-1; from 2^53 on it travels as text, since many JSON readers know doubles only. */
  private static final BigInteger MAX_COUNT = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MAX_NUMBER = BigInteger.valueOf((1L << 53) - 1);
  private static final long MAX_RETRY_AFTER_SECONDS = 6 * 3600;
  private static final int DAY_SECONDS = 86_400;
  /** However far off the next report is: so soon is a clock noticed that jumped, and a mode that the operator changed. */
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
  /** Start-ups closer together than this are one. A report that was shown is sent as it was shown for as long. */
  private static final Duration ONE_START_UP = Duration.ofHours(1);
  private static final long LOADED_NANOS = System.nanoTime();

  // ── What the host says ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Off: nothing is asked, kept or sent. Local: a report can be looked at, and nothing is sent. On: reports are sent. */
  public enum Mode { OFF, LOCAL, ON }

  /** When what happens. {@link #usual} is right for products; tests shorten it. A null interval means: daily. */
  public record Timing(
      Duration startLeast, Duration startMost, Duration interval, Duration deadline, Duration backOffLeast, Duration backOffMost) {
    public static Timing usual() {
      return new Timing(
          Duration.ofMinutes(2), Duration.ofMinutes(10), null, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofHours(6));
    }
  }

  /** The machine, as far as it is told. Either may be null. */
  public record Server(Integer cpus, String operatingSystem) {}

  /**
   * What became of an attempt: {@code accepted}, {@code duplicate}, {@code refused} (with the receipt's code and path, or the
   * status of the answer as the reason), {@code unanswered} (with a reason), or {@code not-sent} (the mode, or what is amiss).
   */
  public record Outcome(String status, String code, String path, String reason) {
    static Outcome of(String status, String reason) {
      return new Outcome(status, null, null, reason);
    }
  }

  /** How it goes. Nothing in here identifies anybody. {@code undeclared} counts what the last report left out. */
  public record Status(Mode mode, boolean kept, long taken, long givenUp, long unanswered, int undeclared, String problem) {}

  /** The names that the product declared in the catalogue, with the most that each may say. All else stays here. */
  public static final class Declared {
    private final Map<String, BigInteger> counters = new HashMap<>();
    private final Map<String, BigInteger> gauges = new HashMap<>();
    private final Set<String> distinct = new HashSet<>();
    private final Map<String, Set<String>> breakdowns = new HashMap<>();

    public Declared counters(String... names) {
      for (String name : names) counters.put(name, MAX_COUNT);
      return this;
    }

    public Declared gauge(String name, long most) {
      gauges.put(name, BigInteger.valueOf(most));
      return this;
    }

    /** A number of different things since the counting began: it grows as counters do. */
    public Declared distinctCount(String name, long most) {
      distinct.add(name);
      return gauge(name, most);
    }

    /** Without labels, any label is one. */
    public Declared breakdown(String name, String... labels) {
      breakdowns.put(name, Set.of(labels));
      return this;
    }
  }

  /** What the host tells, once. Whatever is not set is left out, or as it is usual. */
  public static final class Options {
    private static final Pattern LICENCE_KEY = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private final String url;
    private final String product;
    private final String version;
    private final String edition;
    private final String licenceKey;
    private String policyVersion = "2026.2";
    private String catalogueVersion;
    private String companyName;
    private String email;
    private Path folder;
    private Mode mode = Mode.ON;
    private Instant agreedFrom = Instant.MIN;
    private Instant countersSince;
    private Declared declared = new Declared();
    private Supplier<? extends Map<String, ? extends Number>> counters = Map::of;
    private Supplier<? extends Map<String, ? extends Number>> gauges = Map::of;
    private Supplier<? extends Map<String, ? extends Map<String, ? extends Number>>> breakdowns = Map::of;
    private Supplier<Server> server = () -> new Server(null, null);
    private InetSocketAddress proxy;
    private SSLContext tls;
    private Map<String, String> environment = System.getenv();
    private Timing timing = Timing.usual();
    private Clock clock = Clock.systemUTC();
    private Consumer<Outcome> onOutcome = outcome -> {};

    public Options(String url, String product, String version, String edition, String licenceKey) {
      this.url = url;
      this.product = product;
      this.version = version;
      this.edition = edition;
      this.licenceKey = licenceKey;
    }

    /** Where the installation's id, key and chain are kept, for this product alone. Without it, in memory. */
    public Options folder(Path value) { folder = value; return this; }

    /** What the vendor would have; whoever runs the product has the last word. */
    public Options mode(Mode value) { mode = value == null ? Mode.OFF : value; return this; }

    /** When the agreement begins. Nothing from before it is told, and nothing sent. */
    public Options agreedFrom(Instant value) { agreedFrom = value; return this; }

    /** Since when the host's counters count; since the call-home started, unless it says otherwise. */
    public Options countersSince(Instant value) { countersSince = value; return this; }

    public Options declared(Declared value) { declared = value; return this; }
    public Options counters(Supplier<? extends Map<String, ? extends Number>> value) { counters = value; return this; }
    public Options gauges(Supplier<? extends Map<String, ? extends Number>> value) { gauges = value; return this; }
    public Options breakdowns(Supplier<? extends Map<String, ? extends Map<String, ? extends Number>>> value) { breakdowns = value; return this; }
    public Options server(Supplier<Server> value) { server = value; return this; }
    public Options contact(String company, String address) { companyName = company; email = address; return this; }
    public Options policyVersion(String value) { policyVersion = value; return this; }
    public Options catalogueVersion(String value) { catalogueVersion = value; return this; }

    /** The proxy to go through. Otherwise {@code HTTPS_PROXY} and {@code NO_PROXY} say, or else the JVM's own settings. */
    public Options proxy(InetSocketAddress value) { proxy = value; return this; }

    /** Certificate authorities of one's own; otherwise those of the JVM ({@code javax.net.ssl.trustStore}). */
    public Options tls(SSLContext value) { tls = value; return this; }

    public Options environment(Map<String, String> value) { environment = value; return this; }
    public Options timing(Timing value) { timing = value; return this; }
    public Options clock(Clock value) { clock = value; return this; }

    /** Told of each attempt, on the call-home's thread; what it throws is swallowed. */
    public Options onOutcome(Consumer<Outcome> value) { onOutcome = value; return this; }

    /** The first field that is not as it must be, by name and never by value; null where all are. */
    private String problem() {
      if (target() == null) return "url";
      if (product == null || product.isEmpty()) return "product";
      if (version == null || version.isEmpty()) return "version";
      if (edition == null || edition.isEmpty()) return "edition";
      return licenceKey == null || !LICENCE_KEY.matcher(licenceKey).matches() ? "licenceKey" : null;
    }

    private URI target() {
      try {
        URI base = URI.create(url);
        boolean web = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
        return web && base.getHost() != null ? base.resolve("/v1/reports") : null;
      } catch (RuntimeException notAnAddress) {
        return null;
      }
    }
  }

  // ── The schedule ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private enum Next { START_UP, DAILY, RETRY }

  private final Options options;
  private final Object lock = new Object();
  private ScheduledThreadPoolExecutor worker;
  private HttpClient client;
  private volatile boolean stopped;
  private volatile String problem;
  private Instant startedAt;
  /** When something is due, and what: touched by the worker's thread alone, and read by {@link #preview} under the lock. */
  private Instant due;
  private ScheduledFuture<?> waking;
  private volatile Next next = Next.START_UP;
  private int failures;
  private State state;
  private FileChannel folderLock;
  private Made prepared;
  private Mode lastMode = Mode.OFF;
  /** Whether the mode was another than on since the process began. */
  private boolean wasSilent;
  private boolean startUpAnyway;
  private final Set<CompletableFuture<Outcome>> asked = ConcurrentHashMap.newKeySet();
  private long taken;
  private long givenUp;
  private long unanswered;
  private int undeclared;

  private CallHome(Options options) {
    this.options = options;
  }

  /** Starts calling home. Returns at once, and throws nothing: where an option is amiss, {@link #status} names it. */
  public static CallHome start(Options options) {
    CallHome callHome = new CallHome(options);
    try {
      String field = options == null ? "options" : options.problem();
      if (field != null) {
        callHome.problem = field + " is not as it must be";
        return callHome;
      }
      callHome.begin();
    } catch (Throwable failure) {
      // Whatever it is, a thread that could not be made among it: the host's work is not touched by it.
      callHome.problem = "could not start: " + failure.getClass().getSimpleName();
    }
    return callHome;
  }

  private void begin() {
    startedAt = now();
    due = startedAt.plus(drawn(options.timing.startLeast, options.timing.startMost));
    worker = new ScheduledThreadPoolExecutor(1, work -> {
      Thread thread = new Thread(work, "hearth-call-home");
      thread.setDaemon(true);
      return thread;
    });
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    worker.setRemoveOnCancelPolicy(true);
    worker.execute(this::wake);
  }

  /** Looks whether a report is due, and sleeps until it is, an hour at most. */
  private void wake() {
    try {
      synchronized (lock) {
        observe();
      }
      // A clock that was set back would put the next report far off.
      Instant latest = next == Next.DAILY ? nextDaily() : now().plusSeconds(DAY_SECONDS);
      if (due.isAfter(latest)) due = latest;
      if (!now().isBefore(due)) act();
    } catch (Throwable failure) {
      // A report that cannot be made today may be made tomorrow.
      next = Next.DAILY;
      due = nextDaily();
    }
    sleep();
  }

  /** Has itself woken when something is due; an earlier waking is called off, so that there is one at most. */
  private void sleep() {
    if (stopped) return;
    long millis = Math.max(1, Math.min(Duration.between(now(), due).toMillis(), LONGEST_SLEEP.toMillis()));
    try {
      if (waking != null) waking.cancel(false);
      waking = worker.schedule(this::wake, millis, TimeUnit.MILLISECONDS);
    } catch (RuntimeException stoppedMeanwhile) {
      // stop() was called: there is nothing more to do.
    }
  }

  /** Sends what is due, and says when to come again. */
  private Outcome act() {
    if (next == Next.DAILY) failures = 0;
    Outcome outcome = deliver();
    if (!outcome.status.equals("unanswered") || next == Next.DAILY) {
      next = Next.DAILY;
      due = nextDaily();
    }
    try {
      options.onOutcome.accept(outcome);
    } catch (Throwable hosts) {
      // The host's listener is the host's affair; its failure must not end the schedule.
    }
    return outcome;
  }

  /** One attempt, whatever the schedule. */
  private Outcome deliver() {
    Made made;
    Key key;
    try {
      synchronized (lock) {
        observe();
        Outcome silent = whySilent();
        if (silent != null) return silent;
        made = commit(upcoming());
        if (made == null) return Outcome.of("not-sent", "a start-up within the hour was reported already");
        key = state.key;
      }
    } catch (Throwable hosts) {
      next = Next.DAILY;
      return Outcome.of("unanswered", "the report could not be made");
    }
    Answer answer = post(made, key);
    synchronized (lock) {
      return settle(made, answer);
    }
  }

  /** Draws from the answer what follows for the report and for the schedule. */
  private Outcome settle(Made made, Answer answer) {
    Judgement judgement = answer.reason != null
        ? new Judgement(List.of("retry"), null, new HashMap<>())
        : judge(List.of(made.id), answer.status, answer.retryAfter, answer.body);
    String decided = judgement.outcomes.get(0);
    if (decided.equals("retry")) {
      unanswered += 1;
      backOff(judgement.retryAfterSeconds);
      return Outcome.of("unanswered", answer.reason != null ? answer.reason : "status " + answer.status);
    }
    failures = 0;
    next = Next.DAILY;
    if (made.text.equals(state.pending)) state.pending = null;
    keepState();
    Map<?, ?> receipt = judgement.receipts.getOrDefault(made.id, Map.of());
    if (decided.equals("done")) {
      taken += 1;
      return Outcome.of(String.valueOf(receipt.get("status")), null);
    }
    givenUp += 1;
    return receipt.get("code") instanceof String code
        ? new Outcome("refused", code, receipt.get("path") instanceof String path ? path : "", null)
        : Outcome.of("refused", "status " + answer.status);
  }

  /** Twice as long each time, between half and all of it, until six hours; then the next day's report. It never ends. */
  private void backOff(Long retryAfterSeconds) {
    long least = options.timing.backOffLeast.toMillis();
    long most = options.timing.backOffMost.toMillis();
    long whole = failures >= 30 ? Long.MAX_VALUE : least << failures;
    failures += 1;
    next = Next.DAILY;
    if (whole > most && retryAfterSeconds == null) return;
    long delay = Math.min(whole, most);
    long drawn = delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1);
    if (retryAfterSeconds != null) drawn = Math.max(drawn, retryAfterSeconds * 1000);
    Instant again = now().plusMillis(drawn);
    if (again.isAfter(nextDaily())) return;
    next = Next.RETRY;
    due = again;
  }

  /** The installation's second of the day: the same one each day, and another one for each installation. */
  private Instant nextDaily() {
    Instant now = now();
    if (options.timing.interval != null) return now.plus(options.timing.interval);
    String installation = state == null ? "" : state.installationId;
    Instant slot = now.truncatedTo(ChronoUnit.DAYS).plusSeconds(secondOfDay(installation));
    return slot.isAfter(now) ? slot : slot.plusSeconds(DAY_SECONDS);
  }

  private Instant now() {
    return options.clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Duration drawn(Duration least, Duration most) {
    long spread = Math.max(0, most.toMillis() - least.toMillis());
    return least.plusMillis(ThreadLocalRandom.current().nextLong(spread + 1));
  }

  /**
   * The report that would be sent next, byte for byte; for an hour the next one sent is this one. Null where the mode is off,
   * an option is amiss or the host's counters fail.
   */
  public String preview() {
    try {
      synchronized (lock) {
        if (problem != null) return null;
        observe();
        if (lastMode == Mode.OFF || state == null) return null;
        Made shown = upcomingOr(Next.DAILY);
        if (!shown.text.equals(state.pending)) prepared = shown;
        return shown.text;
      }
    } catch (Throwable hosts) {
      return null;
    }
  }

  /** Sends a report now, whatever the schedule; the mode is minded. It never completes exceptionally. */
  public CompletableFuture<Outcome> sendNow() {
    CompletableFuture<Outcome> told = new CompletableFuture<>();
    try {
      if (problem != null) return CompletableFuture.completedFuture(Outcome.of("not-sent", problem));
      asked.add(told);
      worker.execute(() -> {
        startUpAnyway = true;
        Outcome outcome = act();
        sleep();
        asked.remove(told);
        told.complete(outcome);
      });
    } catch (RuntimeException afterItStopped) {
      asked.remove(told);
      told.complete(Outcome.of("not-sent", "stopped"));
    }
    return told;
  }

  /**
   * Writes the report that would be sent next into a file, signed, for sites without a network: {@code hearth import} takes it.
   *
   * @throws IOException where the file cannot be written, or nothing may be told.
   */
  public void export(Path file) throws IOException {
    String text;
    try {
      synchronized (lock) {
        if (problem != null || stopped) throw new IOException(stopped ? "stopped" : problem);
        observe();
        if (lastMode == Mode.OFF || state == null || now().isBefore(options.agreedFrom)) {
          throw new IOException("nothing may be told in this mode");
        }
        if (state.key == null) throw new IOException("there is no key: the folder cannot be written");
        Made made = commit(upcomingOr(Next.DAILY));
        byte[] body = made.text.getBytes(StandardCharsets.UTF_8);
        text = exportFile(now().toString(), state.key.sign("application/json", body, now().getEpochSecond()).headers, body);
      }
    } catch (GeneralSecurityException | RuntimeException failure) {
      throw new IOException("the report could not be made", failure);
    }
    writeWhole(file, text);
  }

  public Status status() {
    synchronized (lock) {
      return new Status(lastMode, state != null && state.kept, taken, givenUp, unanswered, undeclared, problem);
    }
  }

  /** Ends the schedule, and what is under way. */
  public void stop() {
    stopped = true;
    if (worker != null) worker.shutdownNow();
    for (CompletableFuture<Outcome> told : asked) told.complete(Outcome.of("not-sent", "stopped"));
    asked.clear();
    synchronized (lock) {
      try {
        if (folderLock != null) folderLock.close();
      } catch (IOException closedAlready) {
        // What matters is that it is closed.
      }
      folderLock = null;
    }
  }

  // ── What may be sent ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The mode: the environment's word, else the file's, else the vendor's, which {@code DO_NOT_TRACK} makes local. */
  private Mode modeNow() {
    String said = options.environment.get("HEARTH_CALL_HOME");
    if (said != null && !said.isBlank()) return modeOf(said);
    if (options.folder != null) {
      Path file = options.folder.resolve("call-home.json");
      try {
        if (Files.exists(file)) return modeOf(Json.read(Files.readString(file)) instanceof Map<?, ?> map ? map.get("mode") : null);
      } catch (IOException | RuntimeException unreadable) {
        return modeOf(null);
      }
    }
    String track = options.environment.getOrDefault("DO_NOT_TRACK", "").trim();
    boolean local = !track.isEmpty() && !Set.of("0", "false", "no").contains(track.toLowerCase(Locale.ROOT));
    return local && options.mode == Mode.ON ? Mode.LOCAL : options.mode;
  }

  /** Whoever says something that is not understood wanted something else than to be silent about it: off. */
  private static Mode modeOf(Object word) {
    String said = String.valueOf(word).trim().toLowerCase(Locale.ROOT);
    return EnumSet.allOf(Mode.class).stream().filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(said)).findFirst().orElse(Mode.OFF);
  }

  /**
   * Takes note of the mode. When it turns on, the counters are read once: what they had counted until then is not told. A
   * report that was made before it turned off, or to be looked at only, is forgotten.
   */
  private void observe() {
    lastMode = modeNow();
    if (lastMode != Mode.ON) wasSilent = true;
    if (lastMode == Mode.OFF && (options.folder == null || !Files.exists(options.folder.resolve(State.FILE)))) return;
    if (!load()) return;
    // A disk that was full may have room again: the chain goes on from where memory knows it to be.
    if (!state.kept) keepState();
    if (lastMode != Mode.ON) {
      if (state.onSince == null && state.pending == null) return;
      state.onSince = null;
      state.baseline = null;
      state.pending = null;
      prepared = null;
      keepState();
      return;
    }
    // An instant that is still to come was written by a clock that was wrong.
    boolean mistaken = state.onSince != null && state.onSince.isAfter(now());
    boolean turnedOn = state.onSince == null || mistaken;
    if (turnedOn) {
      state.onSince = wasSilent || mistaken ? now() : startedAt;
      state.baseline = null;
      prepared = null;
    }
    Instant since = countersSince();
    Instant floor = floor();
    boolean owed = since.isBefore(floor) && !now().isBefore(floor);
    boolean baselineNeeded = owed && (state.baseline == null || !state.baseline.since.equals(since) || state.baseline.at.isBefore(floor));
    if (baselineNeeded) {
      try {
        Map<String, BigInteger> counted = admitted(options.counters.get(), options.declared.counters);
        Map<String, BigInteger> distinct = admitted(options.gauges.get(), options.declared.gauges);
        distinct.keySet().retainAll(options.declared.distinct);
        distinct.values().removeIf(value -> value.signum() == 0);
        state.baseline = new Baseline(since, now(), counted, distinct.keySet());
        prepared = null;
      } catch (RuntimeException hosts) {
        // The counters fail now; they are asked again before anything is sent.
        state.baseline = null;
      }
    }
    if (turnedOn || baselineNeeded) keepState();
  }

  private Instant countersSince() {
    Instant since = options.countersSince == null ? startedAt : options.countersSince;
    return since.truncatedTo(ChronoUnit.MILLIS);
  }

  private Instant floor() {
    Instant agreed = options.agreedFrom;
    return agreed.isAfter(state.onSince) ? agreed.truncatedTo(ChronoUnit.MILLIS) : state.onSince;
  }

  private Outcome whySilent() {
    if (lastMode != Mode.ON) return Outcome.of("not-sent", "mode " + lastMode.name().toLowerCase(Locale.ROOT));
    if (state == null) return Outcome.of("not-sent", "the folder is in use by another process");
    if (now().isBefore(options.agreedFrom)) return Outcome.of("not-sent", "before the agreement");
    boolean baselineMissing = countersSince().isBefore(floor()) && state.baseline == null;
    return baselineMissing ? Outcome.of("not-sent", "the counters fail") : null;
  }

  // ── Making a report ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** A report as text: from here on nobody writes it anew, so what is shown, chained, signed and sent are the same bytes. */
  private record Made(String id, String reason, Instant at, boolean chained, String text) {
    boolean isOld(Instant now) {
      return now.isAfter(at.plus(ONE_START_UP)) || now.isBefore(at);
    }
  }

  /** What had been counted, and which distinct counts had begun, when the agreement or the mode began. */
  private record Baseline(Instant since, Instant at, Map<String, BigInteger> counters, Set<String> begun) {}

  /** The report whose turn it is: one that was shown, one whose receipt is outstanding, or a new one. Null: none is due. */
  private Made upcoming() {
    if (prepared != null && !prepared.isOld(now())) return prepared;
    Instant last = state.lastStartUp;
    boolean again = next == Next.START_UP && !startUpAnyway && last != null
        && !last.isAfter(now()) && last.plus(ONE_START_UP).isAfter(now());
    if (again && state.pending == null) return null;
    return upcomingOr(again ? Next.RETRY : next);
  }

  private Made upcomingOr(Next turn) {
    if (prepared != null && !prepared.isOld(now())) return prepared;
    if ((turn == Next.RETRY || next == Next.RETRY) && state.pending != null) return state.pendingReport();
    return make(next == Next.START_UP ? "start-up" : "daily", true);
  }

  /**
   * Makes a report: the only place where one is made. Each field is picked; nothing else of the host's goes along.
   *
   * @param chained whether it names the report before it, which one does that can keep what it was.
   */
  private Made make(String reason, boolean chained) {
    undeclared = 0;
    Instant at = now();
    Instant since = countersSince();
    Map<String, BigInteger> counted = admitted(options.counters.get(), options.declared.counters);
    Baseline baseline = since.isBefore(floorOrStart()) ? state.baseline : null;
    Map<String, BigInteger> gauges = admitted(options.gauges.get(), options.declared.gauges);
    if (baseline != null) {
      // What was seen before cannot be taken out of a number of different things, so it is not told.
      gauges.keySet().removeAll(baseline.begun);
      counted.replaceAll((name, value) -> value.subtract(baseline.counters.getOrDefault(name, BigInteger.ZERO)).max(BigInteger.ZERO));
      since = baseline.at;
    }
    String id = uuid7(at.toEpochMilli(), chance(16));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("schema", 2);
    report.put("id", id);
    report.put("installationId", state.installationId);
    report.put("sequence", state.sequence);
    report.put("product", options.product);
    report.put("version", options.version);
    report.put("edition", options.edition);
    report.put("reason", reason);
    report.put("observedAt", at.toString());
    // A clock that was set back must not make the counters begin after they were read.
    report.put("countersSince", (since.isAfter(at) ? at : since).toString());
    report.put("counters", onWire(counted));
    report.put("gauges", onWire(gauges));
    report.put("breakdowns", breakdowns());
    report.put("server", server());
    report.put("contact", contact());
    report.put("licenceKey", options.licenceKey);
    report.put("policyVersion", options.policyVersion);
    if (options.catalogueVersion != null) report.put("catalogueVersion", options.catalogueVersion);
    if (state.key != null) report.put("publicKey", state.key.publicKey);
    boolean continues = chained && state.key != null && state.kept && state.previous != null;
    if (continues) report.put("previous", state.previous);
    report.put("uptimeSeconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - LOADED_NANOS));
    return new Made(id, reason, at, continues, Json.write(report));
  }

  private Instant floorOrStart() {
    return state.onSince == null ? Instant.MIN : floor();
  }

  /** What is declared and within its bounds; the rest is counted and stays here, so that no report is refused for it. */
  private Map<String, BigInteger> admitted(Map<String, ? extends Number> given, Map<String, BigInteger> declared) {
    Map<String, BigInteger> admitted = new TreeMap<>();
    given.forEach((name, number) -> {
      BigInteger most = declared.get(name);
      BigInteger value = wholeOf(number);
      if (most == null || value == null || value.signum() < 0 || value.compareTo(most) > 0) undeclared += 1;
      else admitted.put(name, value);
    });
    return admitted;
  }

  private Map<String, Object> breakdowns() {
    Map<String, Object> all = new TreeMap<>();
    options.breakdowns.get().forEach((name, given) -> {
      Set<String> labels = options.declared.breakdowns.get(name);
      if (labels == null) {
        undeclared += 1;
        return;
      }
      Map<String, BigInteger> bounds = new HashMap<>();
      for (String label : given.keySet()) if (labels.isEmpty() || labels.contains(label)) bounds.put(label, BigInteger.valueOf(1_000_000_000));
      all.put(name, onWire(admitted(given, bounds)));
    });
    return all;
  }

  private Map<String, Object> server() {
    Server given = options.server.get();
    Map<String, Object> server = new LinkedHashMap<>();
    if (given == null) return server;
    if (given.cpus != null && given.cpus >= 0 && given.cpus <= 65_536) server.put("cpus", given.cpus);
    if (given.operatingSystem != null && given.operatingSystem.length() <= 200) server.put("operatingSystem", given.operatingSystem);
    return server;
  }

  private Map<String, Object> contact() {
    Map<String, Object> contact = new LinkedHashMap<>();
    String company = options.companyName;
    if (company != null && company.length() <= 200 && company.matches("(?=.*\\S)[^\\p{Cc}\\p{Cs}]+")) contact.put("companyName", company);
    String email = options.email;
    if (email != null && email.length() <= 254 && email.matches("[^\\s@\\p{Cc}]{1,64}@[^\\s@\\p{Cc}]+")) contact.put("email", email);
    return contact;
  }

  private static Map<String, Object> onWire(Map<String, BigInteger> numbers) {
    Map<String, Object> wire = new LinkedHashMap<>();
    numbers.forEach((name, value) -> wire.put(name, wireNumber(value)));
    return wire;
  }

  /** The number as a whole one, or null where it is none. */
  private static BigInteger wholeOf(Number number) {
    if (number instanceof BigInteger big) return big;
    if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte
        || number instanceof AtomicLong || number instanceof AtomicInteger || number instanceof LongAdder) {
      return BigInteger.valueOf(number.longValue());
    }
    try {
      return number == null ? null : new BigDecimal(number.toString()).toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return null;
    }
  }

  // ── The state on disk ────────────────────────────────────────────────────────────────────────────────────────────────

  /** What outlives the process: who the installation is, and how far its chain goes. */
  private static final class State {
    static final String FILE = "state.json";
    static final String INSTALLATION_FILE = "installation.json";
    String installationId = UUID.randomUUID().toString();
    /** Null where it could not be kept: a key that changes at each start would be taken for another's. */
    Key key;
    /** Whether what is here is on disk too. */
    boolean kept;
    long sequence;
    String previous;
    String pending;
    Instant lastStartUp;
    Instant onSince;
    Baseline baseline;

    Made pendingReport() {
      Map<?, ?> report = (Map<?, ?>) Json.read(pending);
      return new Made((String) report.get("id"), (String) report.get("reason"), Instant.parse((String) report.get("observedAt")), report.containsKey("previous"), pending);
    }

    String written() {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("sequence", sequence);
      file.put("previous", previous);
      file.put("pending", pending);
      file.put("lastStartUp", lastStartUp == null ? null : lastStartUp.toString());
      file.put("onSince", onSince == null ? null : onSince.toString());
      if (baseline != null) {
        Map<String, Object> counters = new LinkedHashMap<>();
        baseline.counters.forEach((name, value) -> counters.put(name, value.toString()));
        List<String> begun = List.copyOf(baseline.begun);
        file.put("baseline", Map.of("since", baseline.since.toString(), "at", baseline.at.toString(), "counters", counters, "begun", begun));
      }
      return Json.write(file);
    }

    void read(String text) {
      Map<?, ?> file = (Map<?, ?>) Json.read(text);
      sequence = ((BigDecimal) file.get("sequence")).longValueExact();
      previous = (String) file.get("previous");
      pending = (String) file.get("pending");
      lastStartUp = file.get("lastStartUp") instanceof String at ? Instant.parse(at) : null;
      onSince = file.get("onSince") instanceof String at ? Instant.parse(at) : null;
      if (file.get("baseline") instanceof Map<?, ?> map) {
        Map<String, BigInteger> counters = new TreeMap<>();
        ((Map<?, ?>) map.get("counters")).forEach((name, value) -> counters.put((String) name, new BigInteger((String) value)));
        Set<String> begun = new HashSet<>();
        for (Object name : (List<?>) map.get("begun")) begun.add((String) name);
        baseline = new Baseline(Instant.parse((String) map.get("since")), Instant.parse((String) map.get("at")), counters, begun);
      }
      if (pending != null) pendingReport();
    }
  }

  /** Reads the state, once; false where another process has the folder: two that count in one chain would fork it. */
  private boolean load() {
    if (state != null) return true;
    if (options.folder == null) {
      state = new State();
      return true;
    }
    try {
      createOwnFolder(options.folder);
      FileChannel channel = FileChannel.open(options.folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        return false;
      }
      folderLock = channel;
    } catch (IOException readOnly) {
      // Read what can be read. Without the lock nothing is kept.
    }
    State loaded = new State();
    boolean isNew = loadInstallation(loaded);
    try {
      loaded.read(Files.readString(options.folder.resolve(State.FILE)));
      loaded.kept = true;
    } catch (NoSuchFileException first) {
      // The chain begins with the key; where the state alone is gone, nobody knows how the chain went on.
      if (isNew && loaded.key != null) loaded.previous = genesis(loaded.key.publicKey);
    } catch (IOException | RuntimeException corrupt) {
      setAside(options.folder.resolve(State.FILE));
      loaded.sequence = 0;
      loaded.previous = null;
      loaded.pending = null;
      loaded.onSince = null;
      loaded.baseline = null;
    }
    state = loaded;
    keepState();
    return true;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException elsewhereInThisProcess) {
      return false;
    }
  }

  /** Reads who the installation is, or makes it up and keeps it. True where it is new. */
  private boolean loadInstallation(State loaded) {
    Path file = options.folder.resolve(State.INSTALLATION_FILE);
    try {
      Map<?, ?> kept = (Map<?, ?>) Json.read(Files.readString(file));
      Key key = Key.read((String) kept.get("privateKey"), (String) kept.get("publicKey"));
      loaded.installationId = UUID.fromString((String) kept.get("installationId")).toString();
      loaded.key = key;
      return false;
    } catch (NoSuchFileException first) {
      // Made below.
    } catch (IOException unreadable) {
      return true;
    } catch (GeneralSecurityException | RuntimeException corrupt) {
      setAside(file);
    }
    try {
      Key key = Key.make();
      Map<String, Object> kept = new LinkedHashMap<>();
      kept.put("installationId", loaded.installationId);
      kept.put("publicKey", key.publicKey);
      kept.put("privateKey", Base64.getEncoder().encodeToString(key.privateKey.getEncoded()));
      writeWhole(file, Json.write(kept));
      loaded.key = key;
    } catch (IOException | GeneralSecurityException inMemoryOnly) {
      // Without a key that lasts, reports go unsigned.
    }
    return true;
  }

  private void keepState() {
    // Without the lock, another process may write here.
    if (folderLock == null || state == null) return;
    try {
      writeWhole(options.folder.resolve(State.FILE), state.written());
      state.kept = true;
    } catch (IOException fullOrReadOnly) {
      state.kept = false;
    }
  }

  /**
   * Enters a report into the chain before it is sent, so that no crash makes a second one in its place. Where the chain
   * cannot be kept, the report does not name the one before it. It takes the place of one whose receipt never came: counters
   * are cumulative, so it tells the same and more.
   */
  private Made commit(Made made) {
    prepared = null;
    if (made == null || made.text.equals(state.pending)) return made;
    enter(made);
    if (state.kept || !made.chained) return made;
    state.sequence -= 1;
    Made unchained = make(made.reason, false);
    enter(unchained);
    return unchained;
  }

  private void enter(Made made) {
    state.sequence += 1;
    state.previous = link(made.text);
    state.pending = made.text;
    if (made.reason.equals("start-up")) state.lastStartUp = made.at;
    startUpAnyway = false;
    keepState();
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] only(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
        : new FileAttribute<?>[0];
  }

  private static void createOwnFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) Files.createDirectories(folder, only(folder, "rwx------"));
  }

  /** Writes a file whole or not at all, for the owner alone. */
  private static void writeWhole(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Set<StandardOpenOption> how = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      try (FileChannel channel = FileChannel.open(temporary, how, only(temporary.toAbsolutePath(), "rw-------"))) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(true);
      }
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException elsewhere) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void setAside(Path file) {
    try {
      Files.move(file, file.resolveSibling(file.getFileName() + ".corrupt"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException stays) {
      // It is written over, or the disk is read-only.
    }
  }

  // ── Sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** An answer, or the reason why there is none. */
  private record Answer(int status, String retryAfter, byte[] body, String reason) {
    static Answer none(String reason) {
      return new Answer(0, null, new byte[0], reason);
    }
  }

  /** Posts a report. One deadline over name, connection, TLS, headers and body. Redirects are not followed. */
  private Answer post(Made made, Key key) {
    CompletableFuture<HttpResponse<byte[]>> answer = null;
    try {
      byte[] body = made.text.getBytes(StandardCharsets.UTF_8);
      HttpRequest.Builder request = HttpRequest.newBuilder(options.target())
          .header("user-agent", "hearth-call-home")
          .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      if (key == null) request.header("content-type", "application/json");
      else key.sign("application/json", body, now().getEpochSecond()).headers.forEach(request::header);
      answer = client().sendAsync(request.build(), information -> new AtMost(MAX_ANSWER_BYTES));
      HttpResponse<byte[]> response = answer.get(options.timing.deadline.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.headers().firstValue("retry-after").orElse(null), response.body(), null);
    } catch (TimeoutException late) {
      return Answer.none("deadline");
    } catch (ExecutionException failed) {
      return Answer.none(isTooLong(failed) ? "answer too long" : "network");
    } catch (InterruptedException stopping) {
      return Answer.none("stopped");
    } catch (GeneralSecurityException | RuntimeException | Error failure) {
      return Answer.none("request");
    } finally {
      if (answer != null) answer.cancel(true);
    }
  }

  /** A client of its own: the host's cookies, authenticator and caches are not asked, and its threads are daemons. */
  private HttpClient client() {
    if (client != null) return client;
    HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(options.timing.deadline);
    if (options.tls != null) builder.sslContext(options.tls);
    builder.proxy(new Proxies(options.proxy, options.environment));
    client = builder.build();
    return client;
  }

  /** The JDK may wrap what it is handed once more, to tell where it came from. */
  private static boolean isTooLong(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) if (cause instanceof AnswerTooLong) return true;
    return false;
  }

  private static final class AnswerTooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Collects a body, and hangs up when it grows beyond what an answer can be. */
  private static final class AtMost implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;
    private Flow.Subscription subscription;

    AtMost(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        if (bytes.size() + piece.remaining() > most) {
          // In this order: hanging up is told as a failure of the network.
          body.completeExceptionally(new AnswerTooLong());
          subscription.cancel();
          return;
        }
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        bytes.write(copy, 0, copy.length);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toByteArray());
    }
  }

  /** The product's proxy, else the environment's, else the JVM's. */
  private static final class Proxies extends ProxySelector {
    private final InetSocketAddress given;
    private final Map<String, String> environment;

    Proxies(InetSocketAddress given, Map<String, String> environment) {
      this.given = given;
      this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI target) {
      if (given != null) return List.of(new Proxy(Proxy.Type.HTTP, given));
      String name = target.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
      String address = said(name);
      if (address == null) {
        ProxySelector usual = ProxySelector.getDefault();
        return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(target);
      }
      if (isExcepted(target.getHost().toLowerCase(Locale.ROOT))) return List.of(Proxy.NO_PROXY);
      URI proxy = URI.create(address.contains("://") ? address : "http://" + address);
      int port = proxy.getPort() >= 0 ? proxy.getPort() : 80;
      return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private String said(String name) {
      String lower = environment.get(name);
      String value = lower != null ? lower : environment.get(name.toUpperCase(Locale.ROOT));
      return value == null || value.isBlank() ? null : value.trim();
    }

    private boolean isExcepted(String host) {
      String list = said("no_proxy");
      if (list == null) return false;
      for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
        String name = entry.replaceFirst(":\\d+$", "").replaceFirst("^\\*?\\.", "");
        if (entry.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name))) return true;
      }
      return false;
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
      // It counts as a failure of the attempt; there is no second proxy to try.
    }
  }

  // ── The protocol: pure functions, which the vectors check ────────────────────────────────────────────────────────────

  /** The headers that go with a signed body, and the text that was signed. */
  record Signed(Map<String, String> headers, String base) {}

  /** An Ed25519 key pair; the public half as reports carry it. */
  record Key(PrivateKey privateKey, String publicKey) {
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    static Key make() throws GeneralSecurityException {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] raw = new byte[32];
      System.arraycopy(encoded, encoded.length - 32, raw, 0, 32);
      return new Key(pair.getPrivate(), Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
    }

    static Key ofSeed(byte[] seed, String publicKey) throws GeneralSecurityException {
      byte[] encoded = joined(PKCS8_PREFIX, seed);
      return new Key(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)), publicKey);
    }

    /** Reads a kept pair. @throws GeneralSecurityException where the halves do not belong together. */
    static Key read(String privateKey, String publicKey) throws GeneralSecurityException {
      byte[] encoded = Base64.getDecoder().decode(privateKey);
      Key key = new Key(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)), publicKey);
      byte[] probe = {1};
      if (!verifies(publicKey, probe, key.signatureOf(probe))) throw new GeneralSecurityException("The key's halves differ.");
      return key;
    }

    byte[] signatureOf(byte[] message) throws GeneralSecurityException {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    }

    static boolean verifies(String publicKey, byte[] message, byte[] signature) {
      try {
        byte[] raw = Base64.getUrlDecoder().decode(publicKey);
        if (raw.length != 32) return false;
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(joined(SPKI_PREFIX, raw)));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
      } catch (GeneralSecurityException | IllegalArgumentException malformed) {
        return false;
      }
    }

    /** RFC 9421 over Content-Type and Content-Digest (RFC 9530): one signature over all that the body holds. */
    Signed sign(String contentType, byte[] body, long created) throws GeneralSecurityException {
      String digest = contentDigest(body);
      String parameters = signatureParameters(created, publicKey);
      String base = signatureBase(contentType, digest, parameters);
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("content-type", contentType);
      headers.put("content-digest", digest);
      headers.put("signature-input", "hearth=" + parameters);
      String signature = Base64.getEncoder().encodeToString(signatureOf(base.getBytes(StandardCharsets.UTF_8)));
      headers.put("signature", "hearth=:" + signature + ":");
      return new Signed(headers, base);
    }
  }

  static String contentDigest(byte[] body) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
  }

  static String signatureParameters(long created, String publicKey) {
    return "(\"content-type\" \"content-digest\");created=" + created + ";keyid=\"" + publicKey + "\";alg=\"ed25519\";tag=\"hearth-report\"";
  }

  static String signatureBase(String contentType, String digest, String parameters) {
    return "\"content-type\": " + contentType + "\n\"content-digest\": " + digest + "\n\"@signature-params\": " + parameters;
  }

  /** What the first report names as the one before it. */
  static String genesis(String publicKey) {
    return base64url(sha256(Base64.getUrlDecoder().decode(publicKey)));
  }

  /** What the next report names as the one before it. */
  static String link(String text) {
    return base64url(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The number as it travels: a number, or text beyond what a double holds; null where it does not travel. */
  static Object wireNumber(BigInteger value) {
    if (value.signum() < 0 || value.compareTo(MAX_COUNT) > 0) return null;
    return value.compareTo(MAX_NUMBER) <= 0 ? value : value.toString();
  }

  /** A UUIDv7 (RFC 9562): 48 bits of the time, then chance. */
  static String uuid7(long milliseconds, byte[] chance) {
    byte[] bytes = chance.clone();
    for (int at = 0; at < 6; at += 1) bytes[at] = (byte) (milliseconds >>> (40 - 8 * at));
    bytes[6] = (byte) (bytes[6] & 0x0f | 0x70);
    bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
    String hex = HexFormat.of().formatHex(bytes);
    return String.join("-", hex.substring(0, 8), hex.substring(8, 12), hex.substring(12, 16), hex.substring(16, 20), hex.substring(20));
  }

  private static final Pattern UUID7 = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  static boolean isUuid7(String text) {
    return UUID7.matcher(text).matches();
  }

  static int secondOfDay(String installationId) {
    return Integer.remainderUnsigned(ByteBuffer.wrap(sha256(installationId.getBytes(StandardCharsets.UTF_8))).getInt(), DAY_SECONDS);
  }

  /** For each report sent, in order: {@code done}, {@code give-up} or {@code retry}; and how long to wait, where it is said. */
  record Judgement(List<String> outcomes, Long retryAfterSeconds, Map<String, Map<?, ?>> receipts) {}

  /** What an answer says of the reports that were sent. A page of a captive portal says nothing of any. */
  static Judgement judge(List<String> sent, int status, String retryAfter, byte[] body) {
    List<?> receipts = status == 200 || status == 400 || status == 500 ? receiptsIn(body) : List.of();
    boolean never = status == 400 || status == 401 || status == 405 || status == 413 || status == 415;
    List<String> outcomes = new ArrayList<>();
    Map<String, Map<?, ?>> found = new HashMap<>();
    for (String id : sent) {
      Map<?, ?> receipt = receiptOf(receipts, id);
      String outcome = receipt == null ? null : outcomeOf(receipt);
      if (outcome != null) found.put(id, receipt);
      outcomes.add(outcome != null ? outcome : never ? "give-up" : "retry");
    }
    boolean waits = (status == 429 || status == 503) && retryAfter != null && retryAfter.matches("[0-9]+");
    Long seconds = waits ? new BigInteger(retryAfter).min(BigInteger.valueOf(MAX_RETRY_AFTER_SECONDS)).longValue() : null;
    return new Judgement(outcomes, seconds, found);
  }

  private static List<?> receiptsIn(byte[] body) {
    try {
      if (!(Json.read(Json.decoded(body)) instanceof Map<?, ?> answer)) return List.of();
      return answer.get("receipts") instanceof List<?> list ? list : List.of(answer);
    } catch (IOException | RuntimeException noJson) {
      return List.of();
    }
  }

  private static Map<?, ?> receiptOf(List<?> receipts, String id) {
    for (Object one : receipts) if (one instanceof Map<?, ?> receipt && id.equals(receipt.get("id"))) return receipt;
    return null;
  }

  private static String outcomeOf(Map<?, ?> receipt) {
    if ("accepted".equals(receipt.get("status")) || "duplicate".equals(receipt.get("status"))) return "done";
    if (!"refused".equals(receipt.get("status"))) return null;
    return "INTERNAL_ERROR".equals(receipt.get("code")) ? "retry" : "give-up";
  }

  /** A signed request at rest. */
  static String exportFile(String createdAt, Map<String, String> headers, byte[] body) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("format", "hearth-export/1");
    file.put("createdAt", createdAt);
    file.put("headers", headers);
    file.put("body", Base64.getEncoder().encodeToString(body));
    return Json.write(file);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] chance(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  // ── JSON: as much of it as reports and receipts need ─────────────────────────────────────────────────────────────────

  /** Objects are maps in order, lists are lists, numbers BigDecimal; anything else than one whole value is refused. */
  static final class Json {
    private static final int MAX_DEPTH = 64;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?");
    private final String text;
    private int at;

    private Json(String text) {
      this.text = text;
    }

    /** @throws CharacterCodingException where the bytes are no UTF-8. */
    static String decoded(byte[] bytes) throws CharacterCodingException {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** @throws IllegalArgumentException where the text is not one JSON value. */
    static Object read(String text) {
      Json reader = new Json(text);
      Object value = reader.value(0);
      reader.space();
      if (reader.at < text.length()) throw reader.wrong();
      return value;
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException("no JSON at character " + at);
    }

    private void space() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at += 1;
    }

    private boolean took(char sign) {
      space();
      if (at >= text.length() || text.charAt(at) != sign) return false;
      at += 1;
      return true;
    }

    private void need(char sign) {
      if (!took(sign)) throw wrong();
    }

    private Object value(int depth) {
      if (depth > MAX_DEPTH) throw wrong();
      space();
      if (took('{')) return object(depth);
      if (took('[')) return list(depth);
      if (took('"')) return string();
      if (text.startsWith("null", at)) return word(4, null);
      if (text.startsWith("true", at)) return word(4, true);
      if (text.startsWith("false", at)) return word(5, false);
      Matcher number = NUMBER.matcher(text).region(at, text.length());
      if (!number.lookingAt()) throw wrong();
      at = number.end();
      return new BigDecimal(number.group());
    }

    private Object word(int length, Object value) {
      at += length;
      return value;
    }

    private Map<String, Object> object(int depth) {
      Map<String, Object> object = new LinkedHashMap<>();
      if (took('}')) return object;
      do {
        need('"');
        String name = string();
        need(':');
        object.put(name, value(depth + 1));
      } while (took(','));
      need('}');
      return object;
    }

    private List<Object> list(int depth) {
      List<Object> list = new ArrayList<>();
      if (took(']')) return list;
      do list.add(value(depth + 1));
      while (took(','));
      need(']');
      return list;
    }

    private String string() {
      StringBuilder string = new StringBuilder();
      while (at < text.length()) {
        char sign = text.charAt(at++);
        if (sign == '"') return string.toString();
        if (sign < ' ') break;
        string.append(sign == '\\' ? escaped() : sign);
      }
      throw wrong();
    }

    private char escaped() {
      if (at >= text.length()) throw wrong();
      char sign = text.charAt(at++);
      int plain = "\"\\/bfnrt".indexOf(sign);
      if (plain >= 0) return "\"\\/\b\f\n\r\t".charAt(plain);
      if (sign != 'u' || at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) throw wrong();
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    static String write(Object value) {
      StringBuilder text = new StringBuilder();
      write(value, text);
      return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
      if (value instanceof Map<?, ?> map) {
        String comma = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(comma);
          quote((String) entry.getKey(), text);
          text.append(':');
          write(entry.getValue(), text);
          comma = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
      } else if (value instanceof List<?> list) {
        String comma = "[";
        for (Object one : list) {
          text.append(comma);
          write(one, text);
          comma = ",";
        }
        text.append(list.isEmpty() ? "[]" : "]");
      } else if (value instanceof String string) {
        quote(string, text);
      } else {
        text.append(value);
      }
    }

    private static void quote(String string, StringBuilder text) {
      text.append('"');
      for (int at = 0; at < string.length(); at += 1) {
        char sign = string.charAt(at);
        boolean pair = Character.isHighSurrogate(sign) && at + 1 < string.length() && Character.isLowSurrogate(string.charAt(at + 1));
        if (pair) text.append(sign).append(string.charAt(++at));
        else if (sign == '"' || sign == '\\') text.append('\\').append(sign);
        // Half of a pair is no character, and UTF-8 has no bytes for it.
        else if (sign < ' ' || Character.isSurrogate(sign)) text.append(String.format("\\u%04x", (int) sign));
        else text.append(sign);
      }
      text.append('"');
    }
  }

  // ── The command line ─────────────────────────────────────────────────────────────────────────────────────────────────

  private static final String USAGE = """
      Usage: java CallHome.java COMMAND
        preview [--folder DIR]    prints a report of a made-up product, as it would be sent
        send URL [--folder DIR]   sends such a report to the Hearth at URL, and prints what became of it
        vectors FILE              holds this implementation against the test vectors of the protocol
      The licence key of the report is taken from HEARTH_LICENCE_KEY; EXAMPLE-0000-0000 without it.""";

  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    int flag = words.indexOf("--folder");
    Path folder = null;
    if (flag >= 0 && flag + 1 < words.size()) {
      folder = Path.of(words.remove(flag + 1));
      words.remove(flag);
    }
    String command = words.isEmpty() ? "" : words.get(0);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(USAGE);
    } else if (command.equals("preview") && words.size() == 1) {
      CallHome callHome = start(demonstration("http://127.0.0.1:4000", folder));
      String shown = callHome.preview();
      // The very bytes, whatever the terminal's encoding.
      System.out.write(((shown != null ? shown : "Nothing is told: " + callHome.status()) + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (command.equals("send") && words.size() == 2) {
      Outcome outcome = start(demonstration(words.get(1), folder)).sendNow().get();
      System.out.println(outcome);
      if (!outcome.status.equals("accepted") && !outcome.status.equals("duplicate")) System.exit(1);
    } else if (command.equals("vectors") && words.size() == 2) {
      System.exit(new Vectors(Path.of(words.get(1))).hold() ? 0 : 1);
    } else {
      System.err.println(USAGE);
      System.exit(2);
    }
  }

  private static Options demonstration(String url, Path folder) {
    String licenceKey = System.getenv().getOrDefault("HEARTH_LICENCE_KEY", "EXAMPLE-0000-0000");
    return new Options(url, "roboserver", "11.5.0.3", "enterprise", licenceKey)
        .folder(folder)
        .declared(new Declared().counters("steps-executed", "robots-executed").distinctCount("domains-accessed", 1_000_000_000))
        .counters(() -> Map.of("steps-executed", 48_211, "robots-executed", 903))
        .gauges(() -> Map.of("domains-accessed", 41))
        .server(() -> new Server(Runtime.getRuntime().availableProcessors(), System.getProperty("os.name")));
  }

  /** The test vectors of the protocol, held against the functions above. */
  private static final class Vectors {
    private final Map<?, ?> file;
    private int held;
    private int all;

    Vectors(Path path) throws IOException {
      file = (Map<?, ?>) Json.read(Files.readString(path));
    }

    /** @return whether every one holds. */
    boolean hold() {
      Map<?, ?> published = (Map<?, ?>) file.get("published");
      each(published, "digests", v -> same(text(v, "sha256"), Base64.getEncoder().encodeToString(sha256(bytes(text(v, "text"))))));
      each(published, "signatures", Vectors::publishedSignature);
      each(file, "chain", v -> same(text(v, "previous"), v.containsKey("text") ? link(text(v, "text")) : genesis(text(v, "publicKey"))));
      each(file, "signed", Vectors::signed);
      each(file, "badSignatures", v -> !isRightlySigned(headers(v), body(v)));
      each(file, "exports", this::export);
      each(file, "numbers", Vectors::number);
      each(file, "daily", v -> number(v, "secondOfDay") == secondOfDay(text(v, "installationId")));
      Map<?, ?> ids = (Map<?, ?>) file.get("ids");
      each(ids, "made", v -> same(text(v, "id"), uuid7(number(v, "milliseconds"), HexFormat.of().parseHex(text(v, "chance")))) && isUuid7(text(v, "id")));
      for (Object id : (List<?>) ids.get("refused")) count("id", () -> !isUuid7((String) id));
      each(file, "answers", Vectors::answer);
      System.out.println(held + " of " + all + " vectors hold");
      return held == all && all > 0;
    }

    private interface Check {
      boolean holds(Map<?, ?> vector) throws Exception;
    }

    private interface Claim {
      boolean holds() throws Exception;
    }

    private void each(Map<?, ?> from, String group, Check check) {
      List<?> vectors = (List<?>) from.get(group);
      if (vectors.isEmpty()) count(group + ": there are none", () -> false);
      for (Object one : vectors) {
        Map<?, ?> vector = (Map<?, ?>) one;
        // Those without a name begin with what they are about.
        Object name = vector.containsKey("name") ? vector.get("name") : vector.values().iterator().next();
        count(group + ": " + name, () -> check.holds(vector));
      }
    }

    private void count(String name, Claim claim) {
      all += 1;
      try {
        if (claim.holds()) {
          held += 1;
          return;
        }
      } catch (Exception failure) {
        System.out.println("does not hold: " + name + " (" + failure.getClass().getSimpleName() + ")");
        return;
      }
      System.out.println("does not hold: " + name);
    }

    private static boolean publishedSignature(Map<?, ?> v) throws GeneralSecurityException {
      byte[] message = Base64.getDecoder().decode(text(v, "message"));
      byte[] made = Key.ofSeed(HexFormat.of().parseHex(text(v, "seed")), text(v, "publicKey")).signatureOf(message);
      return same(text(v, "signature"), Base64.getEncoder().encodeToString(made)) && Key.verifies(text(v, "publicKey"), message, made);
    }

    private static boolean signed(Map<?, ?> v) throws GeneralSecurityException {
      Key key = Key.ofSeed(HexFormat.of().parseHex(text(v, "seed")), text(v, "publicKey"));
      Signed made = key.sign(text(v, "contentType"), body(v), number(v, "created"));
      Map<String, String> expected = headers(v);
      expected.remove("content-encoding");
      return same(text(v, "signatureBase"), made.base) && expected.equals(made.headers) && isRightlySigned(made.headers, body(v));
    }

    private boolean export(Map<?, ?> v) {
      Map<?, ?> signed = null;
      for (Object one : (List<?>) file.get("signed")) if (((Map<?, ?>) one).get("name").equals(v.get("signed"))) signed = (Map<?, ?>) one;
      return Json.read(exportFile(text(v, "createdAt"), headers(signed), body(signed))).equals(v.get("file"));
    }

    private static boolean number(Map<?, ?> v) {
      Object wire = wireNumber(new BigInteger(text(v, "value")));
      return wire == null ? !v.containsKey("json") : Json.write(wire).equals(v.get("json"));
    }

    private static boolean answer(Map<?, ?> v) {
      List<String> sent = ((List<?>) v.get("sent")).stream().map(String.class::cast).toList();
      Judgement judgement = judge(sent, (int) number(v, "status"), headers(v).get("retry-after"), bytes(text(v, "body")));
      Long wait = v.containsKey("retryAfterSeconds") ? Long.valueOf(number(v, "retryAfterSeconds")) : null;
      return judgement.outcomes.equals(v.get("outcomes")) && Objects.equals(wait, judgement.retryAfterSeconds);
    }

    private static final Pattern INPUT = Pattern.compile("hearth=(\\(\"content-type\" \"content-digest\"\\);created=[0-9]+;keyid=\"([A-Za-z0-9_-]{43})\";alg=\"ed25519\";tag=\"hearth-report\")");
    private static final Pattern SIGNATURE = Pattern.compile("hearth=:([A-Za-z0-9+/]{86}==):");

    /** What a server asks of a signed request. */
    private static boolean isRightlySigned(Map<String, String> headers, byte[] body) {
      Matcher input = INPUT.matcher(headers.getOrDefault("signature-input", ""));
      Matcher signature = SIGNATURE.matcher(headers.getOrDefault("signature", ""));
      String digest = headers.get("content-digest");
      if (!input.matches() || !signature.matches() || !contentDigest(body).equals(digest)) return false;
      byte[] base = bytes(signatureBase(headers.get("content-type"), digest, input.group(1)));
      return Key.verifies(input.group(2), base, Base64.getDecoder().decode(signature.group(1)));
    }

    private static boolean same(String expected, String made) {
      return expected.equals(made);
    }

    private static String text(Map<?, ?> vector, String name) {
      return (String) vector.get(name);
    }

    private static long number(Map<?, ?> vector, String name) {
      return ((BigDecimal) vector.get(name)).longValueExact();
    }

    private static byte[] body(Map<?, ?> vector) {
      return Base64.getDecoder().decode(text(vector, "body"));
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(Map<?, ?> vector) {
      Map<String, String> headers = new LinkedHashMap<>();
      ((Map<?, ?>) vector.get("headers")).forEach((name, value) -> headers.put((String) name, (String) value));
      return headers;
    }
  }
}
