package dev.lull.crash;

/** Follows in which step a window is, and on which way. */
final class During {
    private String way = "";
    private String step = "";

    /** The step that runs, or ran last; with {@code back/} before it on the way back. */
    String step() {
        return step;
    }

    void see(Written event) {
        if (event.kind().equals("turned-back")) {
            way = "back/";
        }
        if (event.kind().equals("step-started")) {
            step = way + event.about();
        }
    }
}
