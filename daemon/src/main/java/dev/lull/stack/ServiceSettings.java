package dev.lull.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the {@code lull.*} labels of one service say, defaults filled in.
 *
 * @param role empty when the service has no {@code lull.role}
 * @param drain tells it to take no new jobs
 * @param drained exits 0 when it is idle
 * @param drainTimeout how long to wait for {@code drained}
 * @param migrate run once from the new image
 * @param http requests that must be answered as said
 * @param exec commands in the container that must exit 0
 * @param checkTimeout how long after its start it may take until every check passes
 * @param logsFail log lines that fail the check, beside the built-in ones
 * @param logsAllow log lines that are let pass whatever the others say
 * @param watch how long it is watched after reopening
 * @param snapshotVolumes whether its data belong into a rollback point
 * @param snapshotBind whether its bind mounts do too; empty when that is not said
 * @param snapshotShared whether volumes that other stacks write to do too; empty when that is not
 *     said
 * @param copy how its data come there
 * @param writesAllowed why it may go on writing while the stack is quiet
 * @param backstageKeep networks that it needs backstage
 */
public record ServiceSettings(
        Optional<Role> role,
        Optional<Command> drain,
        Optional<Command> drained,
        Duration drainTimeout,
        Optional<Command> migrate,
        Duration migrateTimeout,
        List<HttpCheck> http,
        List<Command> exec,
        Duration checkTimeout,
        List<Pattern> logsFail,
        List<Pattern> logsAllow,
        Duration watch,
        boolean snapshotVolumes,
        Optional<Boolean> snapshotBind,
        Optional<Boolean> snapshotShared,
        DataCopy copy,
        Optional<Command> proxyReload,
        Optional<String> writesAllowed,
        Backstage backstage,
        List<String> backstageKeep) {

    /** Where a new app is checked before visitors reach it. */
    public enum Backstage {
        /** On a private network without a way out. */
        ISOLATED,
        /** On a private network with a way out to the internet. */
        OPEN,
        /** Nowhere: it is checked after the page has left. */
        NONE
    }

    public ServiceSettings {
        http = List.copyOf(http);
        exec = List.copyOf(exec);
        logsFail = List.copyOf(logsFail);
        logsAllow = List.copyOf(logsAllow);
        backstageKeep = List.copyOf(backstageKeep);
    }
}
