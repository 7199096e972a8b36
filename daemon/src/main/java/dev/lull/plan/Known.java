package dev.lull.plan;

import dev.lull.stack.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan goes by beside the stack and the change.
 *
 * @param dumped what the point that is to be restored has dumps of
 * @param copy of the rollback point, whatever the change: the point of a restore is what was there
 *     before it. A way back has none, for what its point has is what then runs
 * @param copied what copying volumes and folders has taken the last time, in a few words each
 */
public record Known(
        List<ServiceName> dumped, Optional<OffsiteCopy> copy, Map<String, String> copied) {
    static final Known NOTHING = new Known(List.of(), Optional.empty(), Map.of());

    public Known {
        dumped = List.copyOf(dumped);
        copied = Map.copyOf(copied);
    }

    /** The step's detail of a volume or folder that is copied. */
    String copy(String what, String name) {
        String took = copied.get(name);
        return what + name + (took == null ? "" : ", the last time " + took);
    }
}
