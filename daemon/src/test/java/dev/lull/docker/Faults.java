package dev.lull.docker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Failures that a test has ordered of a fake: the n-th call of a kind fails before or after its
 * effect. Thread-safe; the effect itself is had without a lock.
 */
public final class Faults {
    private record Fault(String call, int nth, boolean after, RuntimeException exception) {}

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Integer> calls = new HashMap<>();

    /**
     * Counts from now on: the next call is the first.
     *
     * @param call the method's name
     * @param after whether it has done what it was asked when it fails
     */
    public synchronized void order(
            String call, int nth, boolean after, RuntimeException exception) {
        faults.add(new Fault(call, calls.getOrDefault(call, 0) + nth, after, exception));
    }

    /** Counts the call, and has its effect unless it is to fail before that. */
    public <T> T perform(String call, Supplier<T> effect) {
        int count = count(call);
        fail(call, count, false);
        T result = effect.get();
        fail(call, count, true);
        return result;
    }

    /** How often each method was called, also in vain. */
    public synchronized Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    private synchronized int count(String call) {
        return calls.merge(call, 1, Integer::sum);
    }

    private void fail(String call, int count, boolean after) {
        ordered(call, count, after)
                .ifPresent(exception -> {
                    throw exception;
                });
    }

    private synchronized Optional<RuntimeException> ordered(String call, int nth, boolean after) {
        return faults.stream()
                .filter(f -> f.call.equals(call) && f.nth == nth && f.after == after)
                .map(Fault::exception)
                .findFirst();
    }
}
