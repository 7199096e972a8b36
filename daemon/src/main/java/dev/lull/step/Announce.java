package dev.lull.step;

import dev.lull.notify.Notice;
import dev.lull.notify.Post;
import dev.lull.notify.Recipients;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says when the stack is expected back, also to whom the stack names; the page says the same. */
final class Announce implements Step {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Post post;

    Announce(Post post) {
        this.post = post;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        String back = TIME.format(context.expectedBack());
        Notice notice = Notice.announced(context.stack(), context.window(), context.by(), back);
        List<String> hosts = new ArrayList<>();
        for (URI url : Recipients.of(context.facts())) {
            Optional<String> wrong = post.send(url, notice);
            wrong.ifPresent(w -> context.warn("not everybody could be told: " + w));
            if (wrong.isEmpty()) {
                hosts.add(url.getHost());
            }
        }
        String told = hosts.isEmpty() ? "" : "; told " + String.join(", ", hosts);
        return new Outcome.Done(context.stack() + " is expected back at " + back + told);
    }
}
