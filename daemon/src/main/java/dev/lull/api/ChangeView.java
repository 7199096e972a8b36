package dev.lull.api;

import dev.lull.plan.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a window is for. */
record ChangeView(
        String type,
        @Nullable Map<String, String> images,
        @Nullable Boolean pull,
        @Nullable String service,
        @Nullable List<String> command,
        @Nullable String point) {
    static ChangeView of(String type) {
        return new ChangeView(type, null, null, null, null, null);
    }

    static ChangeView of(Change change) {
        return switch (change) {
            case Change.Update update ->
                    new ChangeView(update.word(), images(update), update.pull(), null, null, null);
            case Change.Exec exec ->
                    new ChangeView(
                            exec.word(),
                            null,
                            null,
                            exec.service().value(),
                            exec.command().argv(),
                            null);
            case Change.Restore restore ->
                    new ChangeView(restore.word(), null, null, null, null, restore.point());
            case Change.Migrate _, Change.None _ -> of(change.word());
        };
    }

    private static Map<String, String> images(Change.Update update) {
        Map<String, String> images = new TreeMap<>();
        update.images().forEach((service, reference) -> images.put(service.value(), reference));
        return images;
    }
}
