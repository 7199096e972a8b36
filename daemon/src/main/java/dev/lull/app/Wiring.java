package dev.lull.app;

import dev.lull.check.Checks;
import dev.lull.check.JdkHttpProbe;
import dev.lull.docker.Compose;
import dev.lull.docker.ComposeCli;
import dev.lull.docker.Discovery;
import dev.lull.docker.DockerJavaEngine;
import dev.lull.docker.Engine;
import dev.lull.journal.SqliteJournal;
import dev.lull.page.Hold;
import dev.lull.page.NetnsGate;
import dev.lull.page.NftHold;
import dev.lull.page.Page;
import dev.lull.snapshot.Points;
import dev.lull.stack.Stacks;
import dev.lull.step.StackPlanner;
import dev.lull.step.Steps;
import dev.lull.window.Planner;
import dev.lull.window.Windows;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that a daemon is made of, put together. Closed in reverse order. */
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final DockerJavaEngine engine;
    private final JdkHttpProbe http = new JdkHttpProbe();
    private final SqliteJournal journal;
    private final Hold hold = new NftHold();
    private final Points points;
    private final Stacks stacks;
    private final Planner planner;
    private final Windows windows;

    public Wiring(Settings settings, Clock clock) {
        journal = SqliteJournal.open(settings.state(), clock);
        engine = DockerJavaEngine.connect(settings.docker());
        Compose compose = new ComposeCli(settings.docker());
        points = new Points(settings.state().resolve("points"), clock);
        stacks = new Discovery(engine, compose);
        planner = new StackPlanner(stacks);
        Steps.Tools tools =
                new Steps.Tools(
                        engine,
                        compose,
                        stacks,
                        points,
                        new Page(engine, http, settings.pageImage(), clock),
                        hold,
                        new NetnsGate(clock),
                        new Checks(engine, http),
                        clock);
        windows = new Windows(journal, planner, Steps.all(tools));
    }

    /** Cleans up what a crash left behind, and goes on with what the journal has open. */
    public void start() {
        hold.clear();
        points.sweep();
        windows.recover();
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

    public Points points() {
        return points;
    }

    @Override
    public void close() {
        windows.close();
        http.close();
        journal.close();
        try {
            engine.close();
        } catch (IOException e) {
            LOG.debug("the engine's connections did not close", e);
        }
    }
}
