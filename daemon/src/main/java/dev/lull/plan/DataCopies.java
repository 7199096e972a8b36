package dev.lull.plan;

import dev.lull.stack.DataCopy;
import dev.lull.stack.Service;
import java.util.Optional;

/**
 * How the data of each service come into the rollback point of a window. A dump is played into a
 * store of the image that made it: where the window may bring another one, which may rewrite the
 * files so that the old one can't start on them any more, the files themselves are what is needed.
 */
public final class DataCopies {
    private static final String CHANGES =
            "cold: its image changes in this window, and a dump would not bring back its files";

    private DataCopies() {}

    /** As its labels say, as far as that can be relied on in this window. Pure. */
    public static DataCopy of(Service service, Change change) {
        DataCopy said = service.closing().copy();
        if (!said.isDump()) {
            return said;
        }
        return switch (change) {
            case Change.Update update
                    when service.changesImage(
                            Optional.ofNullable(update.images().get(service.name()))) ->
                    otherImage();
            case Change.Restore _ ->
                    DataCopy.cold("cold: a restore may bring another image and other files");
            case Change.Update _, Change.Migrate _, Change.Exec _, Change.None _ -> said;
        };
    }

    /** What it is for one whose image changes. */
    public static DataCopy otherImage() {
        return DataCopy.cold(CHANGES);
    }
}
