package dev.lull.api;

import dev.lull.access.AccessRole;
import dev.lull.access.AuditEntry;
import dev.lull.access.AuditLog;
import dev.lull.access.Audited;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /audit}: who asked for what, and what came of it. */
final class AuditRoutes {
    private final AuditLog audit;
    private final Json json;

    AuditRoutes(AuditLog audit, Json json) {
        this.audit = audit;
        this.json = json;
    }

    /**
     * @param next to be sent as {@code before} for older ones
     */
    record AuditList(List<AuditView> entries, @Nullable Long next) {}

    /**
     * @param status as long as it is missing, the request is under way, or the daemon ended in it
     */
    record AuditView(
            long id,
            Instant at,
            String who,
            @Nullable String role,
            String from,
            String method,
            String path,
            @Nullable Integer status,
            @Nullable String problem) {
        static AuditView of(Audited audited) {
            AuditEntry entry = audited.entry();
            return new AuditView(
                    audited.id(),
                    entry.at(),
                    entry.who(),
                    entry.role().map(AccessRole::word).orElse(null),
                    entry.from(),
                    entry.method(),
                    entry.path(),
                    audited.status().isPresent() ? audited.status().getAsInt() : null,
                    audited.problem().isEmpty() ? null : audited.problem());
        }
    }

    void add(Routes routes) {
        routes.get(
                        Routes.V1 + "/audit",
                        Needs.VIEWER,
                        "Every action, refused ones too, newest first.")
                .query(Paging.LIMIT, Paging.LIMIT_WORDS)
                .query(Paging.BEFORE, "only those with a smaller id")
                .answers(AuditList.class)
                .by(this::all);
    }

    private void all(Context context) {
        Paging paging = Paging.of(context);
        List<AuditView> entries =
                audit.read(paging.limit() + 1, paging.before()).stream()
                        .map(AuditView::of)
                        .toList();
        Api.json(
                context,
                json.write(
                        new AuditList(paging.page(entries), paging.next(entries, AuditView::id))));
    }
}
