package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.check.FakeHttpProbe;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.Discovery;
import dev.lull.docker.FakeCompose;
import dev.lull.docker.FakeEngine;
import dev.lull.notify.FakePost;
import dev.lull.page.FakeDetour;
import dev.lull.page.FakeGate;
import dev.lull.page.FakeHold;
import dev.lull.page.Page;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.FakeOffsite;
import dev.lull.snapshot.Packing;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.Pruner;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.stack.StackName;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.StepContext;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stack on the fakes, and a window whose steps are performed one by one. */
final class Stage implements StepContext {
    private static final String PAGE = "lull-page:1";

    final FakeEngine engine = new FakeEngine();
    final FakeCompose compose = new FakeCompose(engine);
    final Points points;
    final FakeOffsite offsite;
    final ComposeProject project;
    final List<String> warned = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    boolean onWayBack;
    long window = 1;
    String reason = "";

    private final StackName stack = new StackName("shop");
    private final Map<String, String> notes = new HashMap<>();
    private final Map<StepKind, dev.lull.window.Step> steps;
    private @Nullable Facts facts;

    /**
     * Brings the stack {@code shop} up.
     *
     * @param folder real, empty
     * @param services of its compose file, with two blanks before each; {@code FOLDER} stands for
     *     the folder
     */
    Stage(Path folder, String services) throws IOException {
        this(folder, services, Packing.STANDARD, Points.STANDARD_RESERVE);
    }

    /**
     * The same.
     *
     * @param packing of what rollback points keep as an archive
     * @param reserve bytes that are to be left free where the rollback points are
     */
    Stage(Path folder, String services, Packing packing, long reserve) throws IOException {
        Path file = folder.resolve("compose.yaml");
        Files.writeString(file, services.replace("FOLDER", folder.toString()));
        engine.volumesIn(Files.createDirectories(folder.resolve("volumes")));
        engine.withImage("shop:1", 1).withImage(PAGE, 2).withImage("other:1", 3);
        points = new Points(folder.resolve("points"), packing, reserve, engine.clock());
        offsite = new FakeOffsite(points);
        project = new ComposeProject("shop", folder, List.of(file), List.of());
        compose.up(project);
        FakeHttpProbe http = new FakeHttpProbe(engine, (container, check) -> Optional.empty());
        Clock clock = Clock.systemUTC();
        steps =
                Steps.all(
                        new Steps.Tools(
                                engine,
                                compose,
                                new Discovery(engine, compose),
                                points,
                                new Pruner(points, engine::untag, _ -> false),
                                () -> Optional.of(offsite),
                                new Page(engine, http, PAGE, clock),
                                new FakeHold(clock),
                                new FakeGate(),
                                new FakeDetour(clock),
                                new Checks(engine, http, clock),
                                new FakePost(),
                                () -> 0,
                                Objects.requireNonNullElse(System.getenv("PATH"), ""),
                                clock));
    }

    /**
     * A compose file of the stack: its app, then what else there is.
     *
     * @param volumes of the app, as in a list of YAML
     * @param app more of the app, such as its labels
     * @param others further services
     * @param end what follows the services, before which nothing is on its line
     */
    static String file(String volumes, String app, String others, String end) {
        return """
        name: shop
        services:
          app:
            image: shop:1
            expose: ["8000"]
            networks: {default: null}
            volumes: [%s]
        %s%s%s\
        """
                .formatted(volumes, app.indent(4), others, end);
    }

    Outcome perform(StepKind step) throws InterruptedException {
        return Objects.requireNonNull(steps.get(step)).perform(this);
    }

    /** Performs it and fails the test if it does not end well. */
    String done(StepKind step) throws InterruptedException {
        return switch (perform(step)) {
            case Outcome.Done done -> done.summary();
            case Outcome other -> throw new AssertionError(step + ": " + other);
        };
    }

    /** A volume of Docker's, as in a service's list of volumes. */
    static String volume(String name) {
        return "{type: volume, source: " + name + ", target: /" + name + "}";
    }

    /** Takes a rollback point. */
    RollbackPoint snapshot() throws InterruptedException {
        done(StepKind.PREPARE);
        done(StepKind.SNAPSHOT);
        return points.list().points().getFirst();
    }

    /** Performs it, and tells why it failed. */
    String failed(StepKind step) throws InterruptedException {
        return switch (perform(step)) {
            case Outcome.Failed failed -> failed.what();
            case Outcome other -> throw new AssertionError(step + ": " + other);
        };
    }

    /** Performs it, and tells what it waits for. */
    String waits(StepKind step) throws InterruptedException {
        return switch (perform(step)) {
            case Outcome.Waits waits -> waits.why();
            case Outcome other -> throw new AssertionError(step + ": " + other);
        };
    }

    /** A container of another project, or of none. */
    void stranger(String name, String project, String bind, boolean runs) {
        String labels =
                project.isEmpty()
                        ? ""
                        : "\"com.docker.compose.project\":\""
                                + project
                                + "\",\"com.docker.compose.service\":\"x\"";
        engine.create(
                name,
                """
                {"Image":"other:1","Labels":{%s},"HostConfig":{"Binds":["%s"]}}\
                """
                        .formatted(labels, bind));
        if (runs) {
            engine.start(name);
        }
    }

    boolean runs(String container) {
        return engine.inspect(container).orElseThrow().isRunning();
    }

    @Override
    public WindowId window() {
        return new WindowId(window);
    }

    @Override
    public StackName stack() {
        return stack;
    }

    @Override
    public Change change() {
        return new Change.Update(Map.of(), false);
    }

    @Override
    public PlannedStep planned() {
        return new PlannedStep(
                StepKind.PREPARE,
                Phase.PREPARING,
                PlannedStep.OnFailure.REFUSE,
                Duration.ofMinutes(1),
                "a test",
                List.of());
    }

    @Override
    public String by() {
        return "ada";
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public boolean onWayBack() {
        return onWayBack;
    }

    @Override
    public boolean isUndoing() {
        return onWayBack;
    }

    @Override
    public Instant expectedBack() {
        return Instant.EPOCH;
    }

    @Override
    public Facts facts() {
        if (facts == null) {
            throw new IllegalStateException("the facts are not taken yet");
        }
        return facts;
    }

    @Override
    public void take(Facts taken) {
        facts = taken;
    }

    @Override
    public Optional<String> note(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    @Override
    public void note(String key, String value) {
        notes.put(key, value);
    }

    @Override
    public void restartDeadline(Duration more) {}

    @Override
    public void unbroken(Duration atMost) {}

    @Override
    public void say(String line) {
        said.add(line);
    }

    @Override
    public void warn(String text) {
        warned.add(text);
    }
}
