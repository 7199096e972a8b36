package dev.lull.app;

import dev.lull.access.Sessions;
import dev.lull.access.Tokens;
import dev.lull.api.Api;
import dev.lull.api.RollbackPoints;
import dev.lull.check.Checks;
import dev.lull.check.JdkHttpProbe;
import dev.lull.config.Repository;
import dev.lull.docker.Compose;
import dev.lull.docker.ComposeCli;
import dev.lull.docker.Discovery;
import dev.lull.docker.DockerJavaEngine;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.EngineWatch;
import dev.lull.docker.StackContainers;
import dev.lull.docker.StackEvents;
import dev.lull.journal.SqliteJournal;
import dev.lull.notify.Notifier;
import dev.lull.notify.RunNotices;
import dev.lull.notify.WebhookPost;
import dev.lull.page.Backstage;
import dev.lull.page.DoorException;
import dev.lull.page.Hold;
import dev.lull.page.NetnsDetour;
import dev.lull.page.NetnsGate;
import dev.lull.page.NftHold;
import dev.lull.page.Page;
import dev.lull.page.PageSpec;
import dev.lull.plan.OffsiteCopy;
import dev.lull.schedule.QuartzAlarm;
import dev.lull.schedule.Schedules;
import dev.lull.snapshot.Offsite;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.Pruner;
import dev.lull.snapshot.Restic;
import dev.lull.snapshot.ResticAccess;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.step.DataForecast;
import dev.lull.step.DoorBoundary;
import dev.lull.step.DryRun;
import dev.lull.step.HealthNow;
import dev.lull.step.NewThings;
import dev.lull.step.Rebuild;
import dev.lull.step.StackPlanner;
import dev.lull.step.StackSurvey;
import dev.lull.step.Steps;
import dev.lull.window.Forecaster;
import dev.lull.window.Journal;
import dev.lull.window.JournalException;
import dev.lull.window.Planner;
import dev.lull.window.Survey;
import dev.lull.window.Windows;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that a daemon is made of, put together. Closed in reverse order. */
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** If none succeeds, Docker is gone, and is looked at again when it is back. */
    private static final int LOOKS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final DockerJavaEngine engine;
    private final Compose compose;
    private final JdkHttpProbe http = new JdkHttpProbe();
    private final WebhookPost post = new WebhookPost();
    private final SqliteJournal journal;
    private final Hold hold;
    private final Points points;
    private final Pruner pruner;
    private final Stacks stacks;
    private final Planner planner;
    private final Forecaster forecaster;
    private final StackContainers containers;
    private final Backstage backstage;
    private final EngineWatch watch;
    private final Windows windows;
    private final RunNotices runNotices;
    private final Schedules schedules;
    private final Notifier notifier;
    private final Survey survey;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Wiring(Settings settings, Clock clock) {
        this(settings, clock, UnaryOperator.identity());
    }

    /**
     * @param journals wraps the journal that windows are written to
     */
    public Wiring(Settings settings, Clock clock, UnaryOperator<Journal> journals) {
        this(() -> settings, clock, journals);
    }

    /**
     * @param now the settings, some of which may be others when it is asked again
     */
    Wiring(Supplier<Settings> now, Clock clock, UnaryOperator<Journal> journals) {
        Settings settings = now.get();
        this.clock = clock;
        journal = SqliteJournal.open(settings.state(), clock);
        engine = DockerJavaEngine.connect(settings.docker());
        compose = new ComposeCli(settings.docker());
        hold = new NftHold(settings.packetTable());
        points = new Points(settings.state().resolve("points"), () -> now.get().keeping(), clock);
        pruner = new Pruner(points, this::unpin, p -> new PointsInUse(windows()).test(p));
        stacks = new Discovery(engine, compose);
        Page page = new Page(engine, http, settings.pageImage(), clock);
        survey =
                new StackSurvey(
                        engine,
                        page,
                        points,
                        Path.of(settings.docker().getPath()),
                        settings.state().resolve("by-hand"));
        forecaster = new DataForecast(stacks, engine, points);
        planner =
                new StackPlanner(
                        stacks,
                        points::find,
                        points::newest,
                        () ->
                                now.get()
                                        .restic()
                                        .map(r -> new OffsiteCopy(r.repository(), r.timeout())));
        containers = new StackContainers(engine);
        backstage = new Backstage(engine);
        watch =
                new EngineWatch(
                        engine, new StackEvents(PageSpec.LABEL, this::changed), this::lookAtAll);
        Steps.Tools tools =
                new Steps.Tools(
                        engine,
                        compose,
                        stacks,
                        points,
                        pruner,
                        () -> now.get().restic().map(r -> offsite(r, settings.state())),
                        page,
                        hold,
                        new NetnsGate(),
                        new NetnsDetour(),
                        new Checks(engine, http, clock),
                        post,
                        watch::breaks,
                        Objects.requireNonNullElse(System.getenv("PATH"), ""),
                        clock);
        windows =
                new Windows(
                        journals.apply(journal),
                        planner,
                        Steps.all(tools),
                        new DoorBoundary(containers, page),
                        clock);
        runNotices = new RunNotices(stacks, post);
        schedules =
                new Schedules(
                        journal.schedules(),
                        stacks,
                        windows,
                        new NewThings(stacks, engine, compose),
                        new HealthNow(stacks, engine, new Checks(engine, http, clock), clock),
                        new QuartzAlarm(this::wake),
                        runNotices,
                        () -> now.get().atOnce(),
                        clock);
        notifier = new Notifier(windows, post);
    }

    /** Something may be due. */
    private void wake() {
        schedules.wake();
    }

    private Offsite offsite(Repository told, Path state) {
        return new Restic(
                points,
                new ResticAccess(told.repository(), told.passwordFile(), told.environmentFile()),
                state.resolve("restic"),
                told.timeout());
    }

    /** Cleans up what a crash left behind. Before anybody can open a window. */
    public void tidy() {
        try {
            hold.clear();
        } catch (DoorException e) {
            LOG.warn("packet rules of an earlier run could not be removed: {}", e.getMessage());
        }
        pruner.sweep();
        CutShort.tidy(journal);
    }

    /** Goes on with what the journal has open, and with what is planned. */
    public void start() {
        watch.start();
        notifier.start();
        runNotices.start();
        windows.recover();
        schedules.start();
    }

    /** Has the compose files of all stacks read, so that whoever asks first need not wait. */
    void readAhead() {
        Thread.ofVirtual()
                .name("read-ahead")
                .start(() -> {
                    try {
                        stacks.all();
                    } catch (EngineException e) {
                        LOG.debug("the stacks could not be read ahead", e);
                    }
                });
    }

    /** Somebody, maybe a window, started or ended a container of this stack. */
    private void changed(StackName stack) {
        lookAt(stack);
        schedules.sync(stack);
    }

    private void lookAt(StackName stack) {
        for (int attempt = 1; attempt <= LOOKS; attempt++) {
            try {
                windows.look(stack);
                backstage.tidy(stack, !containers.all(stack).isEmpty());
                return;
            } catch (EngineException | JournalException e) {
                LOG.debug("could not look at {}", stack, e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A tag that stays keeps an image, and so space, for nobody. */
    private void unpin(String tag) {
        try {
            engine.untag(tag);
        } catch (EngineException e) {
            LOG.warn("'docker rmi {}' is left to do: {}", tag, e.getMessage());
        }
    }

    /** Docker's events were not followed for a while. */
    private void lookAtAll() {
        windows.openStacks().forEach(this::lookAt);
        schedules.sync();
    }

    public Engine engine() {
        return engine;
    }

    public Stacks stacks() {
        return stacks;
    }

    public Planner planner() {
        return planner;
    }

    public Windows windows() {
        return windows;
    }

    public Schedules schedules() {
        return schedules;
    }

    public Survey survey() {
        return survey;
    }

    public Points points() {
        return points;
    }

    /** What the API shows and asks of. */
    Api.Parts parts(String version) {
        Tokens tokens = new Tokens(journal.tokens(), clock, random);
        return new Api.Parts(
                new HeardStacks(stacks, schedules::hear),
                planner,
                forecaster,
                windows,
                schedules,
                survey,
                rollbackPoints(),
                tokens,
                new Sessions(journal.sessions(), tokens, clock, random),
                journal.audit(),
                this::unready,
                version,
                clock);
    }

    /** Returns at once, unless something is stuck for good: a disk that is slow is none of that. */
    void look() {
        LOG.trace("{} stacks have an open window", windows.openStacks().size());
    }

    /** What is in the way of any window. */
    private List<String> unready() {
        List<String> problems = new ArrayList<>();
        try {
            engine.version();
        } catch (EngineException e) {
            LOG.warn("Docker does not answer: {}", e.getMessage());
            problems.add("Docker does not answer");
        }
        try {
            journal.open();
        } catch (JournalException e) {
            LOG.warn("the journal can't be read: {}", e.getMessage());
            problems.add("the journal can't be read");
        }
        return problems;
    }

    RollbackPoints rollbackPoints() {
        return new PointsOfStore(
                points,
                pruner,
                stacks,
                new DryRun(engine, points, clock),
                new Rebuild(engine, compose, points, s -> windows.openStacks().contains(s)));
    }

    @Override
    public void close() {
        notifier.close();
        schedules.close();
        runNotices.close();
        windows.close();
        watch.close();
        http.close();
        post.close();
        journal.close();
        try {
            engine.close();
        } catch (IOException e) {
            LOG.debug("the engine's connections did not close", e);
        }
    }
}
