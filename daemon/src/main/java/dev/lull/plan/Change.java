package dev.lull.plan;

import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import java.util.Map;
import java.util.TreeMap;

/** What a window is for. */
public sealed interface Change {

    /**
     * The word for it: {@code update}, {@code migrate}, {@code exec}, {@code restore}, {@code
     * none}.
     */
    String word();

    /**
     * Brings the stack to what its compose files now say.
     *
     * @param images references to write into the compose file first, by service
     * @param pull whether to pull every image, also those that are here
     */
    record Update(Map<ServiceName, String> images, boolean pull) implements Change {
        public Update {
            images = new TreeMap<>(images);
        }

        @Override
        public String word() {
            return "update";
        }
    }

    /** Runs the migration command ({@code lull.migrate}) with the images that are there. */
    record Migrate() implements Change {
        @Override
        public String word() {
            return "migrate";
        }
    }

    /** Runs one command in a container of that service's image, while the stack is quiet. */
    record Exec(ServiceName service, Command command) implements Change {
        @Override
        public String word() {
            return "exec";
        }
    }

    /** A person does the work, then says {@code reopen}. */
    record None() implements Change {
        @Override
        public String word() {
            return "none";
        }
    }

    /**
     * Returns the stack to a rollback point.
     *
     * @param point its id
     */
    record Restore(String point) implements Change {
        @Override
        public String word() {
            return "restore";
        }
    }
}
