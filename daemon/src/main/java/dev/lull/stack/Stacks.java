package dev.lull.stack;

import java.util.List;
import java.util.Optional;

/** The stacks of this host as they are now. Reads, touches nothing. */
public interface Stacks {

    /** Every stack, sorted by name, unreadable ones too, with what is wrong as their problems. */
    List<Stack> all();

    /** One stack. */
    Optional<Stack> find(StackName name);
}
