package dev.lull.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at a window that is over and at the stack that it left. */
final class Verdict {
    private final CrashPoint point;
    private final Ending ending;
    private final List<Knock> knocks;
    private final CrashStack stack;
    private final Belongings before;

    Verdict(
            CrashPoint point,
            Ending ending,
            List<Knock> knocks,
            CrashStack stack,
            Belongings before) {
        this.point = point;
        this.ending = ending;
        this.knocks = knocks;
        this.stack = stack;
        this.before = before;
    }

    /**
     * Looks.
     *
     * @param kills how often something was killed
     * @param points what is in the folder of the rollback points
     * @param start when it began, by {@link System#nanoTime}
     */
    Result result(int kills, List<String> points, long start) {
        Door door = Door.of(point.scenario(), ending.events());
        List<String> wrong = new ArrayList<>(ended(kills));
        List<String> leaks = new ArrayList<>();
        List<String> lost = List.of();
        points.stream().filter(p -> p.startsWith(".")).map(p -> "point " + p).forEach(leaks::add);
        if (wrong.isEmpty() && isRefused()) {
            stack.mend();
        }
        if (wrong.isEmpty()) {
            leaks.addAll(Belongings.of(stack.stack()).leftSince(before));
            lost = lost(door);
            wrong.addAll(works());
        }
        return new Result(
                point,
                ending.phase(),
                kills,
                (System.nanoTime() - start) / 1_000_000,
                wrong,
                leaks,
                lost,
                door.openedEarly(knocks),
                knocks.stream().filter(k -> k.by() == Knock.By.NOBODY).count(),
                ending.events());
    }

    private List<String> ended(int kills) {
        List<String> wrong = new ArrayList<>();
        boolean calm = point.when() == CrashPoint.When.NEVER;
        String phase = ending.phase();
        boolean good =
                calm
                        ? phase.equals(point.scenario().calmEnd())
                        : point.scenario().mayEnd(phase) || isRefused();
        if (!good || !ending.held().isEmpty()) {
            wrong.add("it ended " + phase + " " + ending.held());
        }
        if (!calm && kills == 0) {
            wrong.add("nothing was killed");
        }
        return wrong;
    }

    /**
     * Docker that was killed leaves containers with 'unless-stopped' down. Where nothing was
     * touched yet that is a person's to mend: an app that does not run is a reason to refuse.
     */
    private boolean isRefused() {
        return ending.phase().equals("refused")
                && point.victim() == CrashPoint.Victim.DOCKERD
                && point.what().equals("step-started-prepare");
    }

    private List<String> lost(Door door) {
        Set<String> there = new HashSet<>(stack.entries());
        return door.kept(knocks).filter(token -> !there.contains(token)).toList();
    }

    /** The version that it ended with serves, and the compose files have nothing to add. */
    private List<String> works() {
        String version =
                ending.phase().equals("done") ? point.scenario().version() : Scenario.BEFORE;
        List<String> wrong = new ArrayList<>();
        if (knocks.stream().noneMatch(k -> k.by() == Knock.By.APP && k.what().equals(version))) {
            wrong.add("no visitor has met version " + version);
        }
        stack.changesOfUp(version).forEach(l -> wrong.add("'docker compose up -d': " + l.strip()));
        wrong.addAll(stack.troubles(version));
        return wrong;
    }
}
