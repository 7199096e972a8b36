package dev.lull.docker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Failures that a test has ordered: the n-th call of a kind fails before or after its effect. */
final class Faults {
    private record Fault(String call, int nth, boolean after, EngineException exception) {}

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Integer> calls = new HashMap<>();

    /** Counts from now on: the next call is the first. */
    void order(String call, int nth, boolean after, EngineException exception) {
        faults.add(new Fault(call, calls.getOrDefault(call, 0) + nth, after, exception));
    }

    <T> T perform(String call, Supplier<T> effect) {
        int count = calls.merge(call, 1, Integer::sum);
        fail(call, count, false);
        T result = effect.get();
        fail(call, count, true);
        return result;
    }

    Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    private void fail(String call, int count, boolean after) {
        for (Fault fault : faults) {
            if (fault.call.equals(call) && fault.nth == count && fault.after == after) {
                throw fault.exception;
            }
        }
    }
}
