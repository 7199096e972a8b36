package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.plan.Change;
import dev.lull.plan.Forecast;
import dev.lull.snapshot.Estimate;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.Forecaster;
import java.util.ArrayList;
import java.util.List;

/** Measures the folders that would go into a rollback point. */
public final class DataForecast implements Forecaster {
    private final Stacks stacks;
    private final Engine engine;
    private final Points points;

    public DataForecast(Stacks stacks, Engine engine, Points points) {
        this.stacks = stacks;
        this.engine = engine;
        this.points = points;
    }

    @Override
    public Forecast of(StackName name, Change change) throws InterruptedException {
        Stack stack = StackPlanner.ready(stacks, name);
        Copies copies = new Copies(engine, stack, change);
        PointData data = new Volumes(engine).of(stack, copies);
        List<Problem> problems = new ArrayList<>(data.problems());
        problems.addAll(copies.problems());
        StackPlanner.refuseErrors(name, problems);
        List<Forecast.Volume> volumes = new ArrayList<>();
        for (VolumeSource folder : data.folders()) {
            Estimate e = measured(folder);
            volumes.add(
                    new Forecast.Volume(
                            folder.name(),
                            e.store(),
                            e.why(),
                            e.contentBytes(),
                            e.bytes(),
                            e.time()));
        }
        for (VolumeSource folder : data.dumped()) {
            Estimate e = measured(folder);
            // A dump is smaller as a rule, and packed.
            volumes.add(
                    new Forecast.Volume(
                            folder.name(),
                            "dump",
                            "who uses it is dumped by its own tool",
                            e.contentBytes(),
                            e.contentBytes(),
                            e.time()));
        }
        return new Forecast(
                volumes, data.leftOut(), Math.max(0, points.freeBytes() - points.reserve()));
    }

    private Estimate measured(VolumeSource folder) throws InterruptedException {
        return points.estimate("volume " + folder.name(), folder.data(), _ -> {});
    }
}
