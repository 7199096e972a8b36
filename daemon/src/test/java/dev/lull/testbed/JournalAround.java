package dev.lull.testbed;

import dev.lull.stack.StackName;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.util.List;
import java.util.Optional;

/** Another journal with something done about it: what is not overridden is that journal's. */
public abstract class JournalAround implements Journal {

    /** The one that is about to be asked; it may be another each time. */
    protected abstract Journal journal();

    @Override
    public WindowId open(Event.Opened opened) {
        return journal().open(opened);
    }

    @Override
    public Recorded append(WindowId window, Event event) {
        return journal().append(window, event);
    }

    @Override
    public List<Recorded> read(WindowId window, long after) {
        return journal().read(window, after);
    }

    @Override
    public List<WindowId> windows() {
        return journal().windows();
    }

    @Override
    public Optional<WindowId> find(String by, String request) {
        return journal().find(by, request);
    }

    @Override
    public List<WindowId> open() {
        return journal().open();
    }

    @Override
    public StackName stack(WindowId window) {
        return journal().stack(window);
    }
}
