package dev.lull.plan;

import dev.lull.stack.ServiceName;
import java.util.List;
import java.util.Optional;

/**
 * What a plan goes by beside the stack and the change.
 *
 * @param dumped what the point that is to be restored has dumps of
 * @param copy of the rollback point, whatever the change: the point of a restore is what was there
 *     before it. A way back has none, for what its point has is what then runs
 */
public record Known(List<ServiceName> dumped, Optional<OffsiteCopy> copy) {
    static final Known NOTHING = new Known(List.of(), Optional.empty());

    public Known {
        dumped = List.copyOf(dumped);
    }
}
