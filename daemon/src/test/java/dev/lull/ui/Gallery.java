package dev.lull.ui;

import dev.lull.testbed.Browser;
import dev.lull.testbed.TestBed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at pages: each is shot in light, dark and as on a phone, under {@code target/ui/}, and
 * looked at by axe.
 */
final class Gallery {
    private final String origin;
    private final List<String> findings = new ArrayList<>();

    /**
     * @param origin of the daemon whose pages they are, e.g. {@code http://127.0.0.1:7410/}
     */
    Gallery(String origin) {
        this.origin = origin;
    }

    /** What was wrong with the pages so far, each in a line. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** The page that is shown now, in each light and width. */
    void look(Browser browser, String page) {
        for (String scheme : List.of("light", "dark")) {
            browser.prefers(scheme);
            browser.shoot(shot(page + "-" + scheme));
            Axe.serious(browser).forEach(f -> findings.add(page + ", " + scheme + ": " + f));
        }
        browser.phone();
        browser.shoot(shot(page + "-phone"));
        Axe.serious(browser).forEach(f -> findings.add(page + ", phone: " + f));
        Object over =
                browser.run(
                        "return document.documentElement.scrollWidth -"
                                + " document.documentElement.clientWidth");
        if (((Number) over).intValue() > 0) {
            findings.add(page + " scrolls sideways on a phone by " + over + " px");
        }
        browser.wide();
        browser.prefers("light");
        elsewhere(browser).forEach(address -> findings.add(page + " asks elsewhere: " + address));
    }

    /** What the page has asked for beside its own daemon. */
    List<String> elsewhere(Browser browser) {
        Object names =
                browser.run("return performance.getEntriesByType('resource').map(e => e.name)");
        return ((List<?>) names)
                .stream().map(String::valueOf).filter(n -> !n.startsWith(origin)).toList();
    }

    private static Path shot(String name) {
        return TestBed.root().resolve("target/ui").resolve(name + ".png");
    }
}
