package dev.lull.ui;

import dev.lull.testbed.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Looks whether a page can be used by who does not see, hear or point well: axe-core. */
final class Axe {
    private static final String SOURCE = source();

    private static final String RUN =
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})
              .then(r => done(r.violations.map(v => ({
                id: v.id, impact: v.impact,
                where: v.nodes.map(n => n.target.join(' ') + ': ' + n.failureSummary).join('; ')}))))
              .catch(e => done([{id: 'axe', impact: 'critical', where: String(e)}]));
            """;

    private Axe() {}

    /** What it finds on the page that is shown, serious or worse, each in a line. */
    static List<String> serious(Browser browser) {
        browser.run(SOURCE);
        Object found = browser.runAsync(RUN);
        return ((List<?>) found)
                .stream()
                        .map(v -> (Map<?, ?>) v)
                        .filter(v -> List.of("serious", "critical").contains(v.get("impact")))
                        .map(v -> v.get("id") + ": " + v.get("where"))
                        .toList();
    }

    private static String source() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe-core is not there; web/vendor fetches it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
