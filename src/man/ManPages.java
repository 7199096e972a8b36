import dev.lull.cli.DaemonStarter;
import dev.lull.cli.Lull;
import dev.lull.cli.Terminal;
import dev.lull.config.Key;
import dev.lull.config.Keys;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the man pages from what is there already, so that no second text can say something else:
 * lull(1) from the command line itself and the keys of the configuration, lull.yml(5) and
 * lull-labels(7) from the pages of the site. {@code src/package/build} runs it from its source:
 *
 * <pre>java -cp JARS src/man/ManPages.java ROOT VERSION DATE FOLDER</pre>
 */
final class ManPages {
    private final Path root;
    private final String version;
    private final String date;

    private ManPages(Path root, String version, String date) {
        this.root = root;
        this.version = version;
        this.date = date;
    }

    public static void main(String[] args) throws Exception {
        ManPages pages = new ManPages(Path.of(args[0]), args[1], args[2]);
        Path folder = Files.createDirectories(Path.of(args[3]));
        Files.writeString(folder.resolve("lull.1"), pages.command());
        Files.writeString(folder.resolve("lull.yml.5"), pages.configuration());
        Files.writeString(folder.resolve("lull-labels.7"), pages.labels());
    }

    private Roff page(String name, int section, String what) {
        return new Roff()
                .line(
                        ".TH %s %d %s \"Lull %s\" Lull"
                                .formatted(name.toUpperCase(Locale.ROOT), section, date, version))
                .section("Name")
                .line(name + " \\- " + Roff.text(what));
    }

    private String configuration() throws Exception {
        return fromSite(
                        page("lull.yml", 5, "configuration of the Lull daemon"),
                        "src/site/configuration.md")
                .section("Files")
                .item(Roff.code("/etc/lull/lull.yml"), "the file, with every key explained")
                .section("See also")
                .line(seeAlso("lull(1)", "lull-labels(7)"))
                .toString();
    }

    private String labels() throws Exception {
        return fromSite(
                        page(
                                "lull-labels",
                                7,
                                "what compose files say to Lull: lull.* labels and x-lull"),
                        "src/site/labels.md")
                .section("See also")
                .line(seeAlso("lull(1)", "lull.yml(5)"))
                .toString();
    }

    private Roff fromSite(Roff page, String file) throws Exception {
        page.section("Description");
        new Markdown(page).add(Files.readString(root.resolve(file)));
        return page;
    }

    private static String seeAlso(String... pages) {
        return List.of(pages).stream()
                .map(p -> p.replaceFirst("(.*)(\\(.\\))", "\\\\fB$1\\\\fR$2"))
                .map(p -> p.replace("-", "\\-"))
                .collect(Collectors.joining(", "));
    }

    // --- lull(1) ------------------------------------------------------------

    private String command() throws Exception {
        CommandLine lull = commandLine();
        CommandSpec spec = lull.getCommandSpec();
        Roff page =
                page("lull", 1, "maintenance windows for Docker Compose stacks")
                        .section("Synopsis")
                        .line(synopsis(lull))
                        .section("Description");
        paragraphs(page, spec.usageMessage().description());
        page.section("Options").line("Every command takes these.");
        spec.options().forEach(o -> option(page, o));
        page.section("Commands");
        lull.getSubcommands().values().forEach(v -> verb(page, v));
        page.section("Exit status");
        spec.usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> page.item(Roff.code(code.strip()), meaning));
        environment(page);
        files(page);
        page.section("Examples").verbatim(lines(spec.usageMessage().footer()));
        return page.section("See also").line(seeAlso("lull.yml(5)", "lull-labels(7)")).toString();
    }

    /** Only its own package sees it. */
    private CommandLine commandLine() throws Exception {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Terminal terminal =
                new Terminal(
                        nowhere, nowhere, new BufferedReader(new StringReader("")), false, false);
        var made =
                Lull.class.getDeclaredMethod(
                        "commandLine",
                        Terminal.class,
                        DaemonStarter.class,
                        String.class,
                        Map.class,
                        String[].class);
        made.setAccessible(true);
        DaemonStarter none = told -> 0;
        return (CommandLine) made.invoke(null, terminal, none, version, Map.of(), new String[0]);
    }

    private static String synopsis(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String after = plain(command).abbreviatedSynopsis().strip().substring(name.length());
        return Roff.code(name) + Roff.text(after.replace("-", "\u2010"));
    }

    private static Help plain(CommandLine command) {
        return new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
    }

    private static void verb(Roff page, CommandLine verb) {
        CommandSpec spec = verb.getCommandSpec();
        page.subsection(spec.qualifiedName()).line(synopsis(verb));
        paragraphs(page, spec.usageMessage().description());
        spec.positionalParameters()
                .forEach(p -> page.item("\\fI" + Roff.text(p.paramLabel()) + "\\fR", told(p)));
        spec.options().stream()
                .filter(o -> !o.inherited() && !o.usageHelp() && !o.versionHelp())
                .forEach(o -> option(page, o));
        if (spec.usageMessage().footer().length > 0) {
            page.verbatim(lines(spec.usageMessage().footer()));
        }
        verb.getSubcommands().values().forEach(v -> verb(page, v));
    }

    private static void option(Roff page, OptionSpec option) {
        String names =
                List.of(option.names()).stream().map(Roff::code).collect(Collectors.joining(", "));
        boolean takes = option.arity().max() > 0;
        page.item(
                names + (takes ? " \\fI" + Roff.text(option.paramLabel()) + "\\fR" : ""),
                told(option));
    }

    private static void paragraphs(Roff page, String[] texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                page.paragraph().line(Roff.text(text.formatted()));
            }
        }
    }

    /** What its description says, with what picocli puts in when it prints it. */
    private static String told(ArgSpec arg) {
        String candidates =
                arg.completionCandidates() == null
                        ? ""
                        : String.join(", ", arg.completionCandidates());
        return String.join(" ", arg.description())
                .replace("${COMPLETION-CANDIDATES}", candidates)
                .replace("${DEFAULT-VALUE}", String.valueOf(arg.defaultValue()))
                .formatted();
    }

    private static List<String> lines(String[] texts) {
        return List.of(texts).stream()
                .map(l -> l.formatted().replaceFirst("^  ", ""))
                .toList();
    }

    private static void environment(Roff page) {
        page.section("Environment");
        page.item(
                Roff.code("LULL_CONFIG"),
                "The configuration file, in the place of /etc/lull/lull.yml.");
        for (Key<?> key : Keys.ALL) {
            if (!key.variable().isEmpty()) {
                page.item(
                        Roff.code(key.variable()),
                        "Wins over " + key.name() + " of the configuration: " + key.words() + ".");
            }
        }
        page.item(
                Roff.code("LULL_JAVA_OPTS"),
                "More options for Java, in an installed Lull: -Xmx1g gives the daemon more memory.");
        page.item(Roff.code("NO_COLOR"), "If it holds anything, nothing is printed in colour.");
    }

    private static void files(Roff page) {
        page.section("Files")
                .item(Roff.code("/etc/lull/lull.yml"), "The configuration, see lull.yml(5).")
                .item(
                        Roff.code("/run/lull/lull.sock"),
                        "Where the daemon is asked. The group lull may open it.")
                .item(Roff.code("/var/lib/lull"), "The journal of all windows, and rollback points.");
    }
}

/** A man page as it is written. */
final class Roff {
    private final StringBuilder page = new StringBuilder();

    Roff line(String roff) {
        page.append(roff).append('\n');
        return this;
    }

    Roff section(String title) {
        return line(".SH \"" + text(title.toUpperCase(Locale.ROOT)).replace("\"", "") + '"');
    }

    Roff subsection(String title) {
        return line(".SS \"" + text(title).replace("\"", "") + '"');
    }

    Roff paragraph() {
        return line(".PP");
    }

    /**
     * What a name is for.
     *
     * @param name as roff
     * @param text plain
     */
    Roff item(String name, String text) {
        return line(".TP").line(name).line(text(text));
    }

    Roff verbatim(List<String> lines) {
        line(".PP").line(".RS 4").line(".nf");
        lines.forEach(l -> line(literal(l).isEmpty() ? "\\&" : literal(l)));
        return line(".fi").line(".RE");
    }

    @Override
    public String toString() {
        return page.toString();
    }

    /** Prose. */
    static String text(String plain) {
        StringBuilder roff = new StringBuilder();
        plain.codePoints().forEach(c -> roff.append(character(c)));
        return guarded(roff.toString());
    }

    /** What somebody may copy: in bold, each character as it is typed. */
    static String code(String plain) {
        return "\\fB" + typed(plain) + "\\fR";
    }

    private static String literal(String plain) {
        return guarded(typed(plain));
    }

    private static String typed(String plain) {
        StringBuilder roff = new StringBuilder();
        plain.codePoints()
                .forEach(c ->
                        roff.append(
                                switch (c) {
                                    case '-' -> "\\-";
                                    case '\'' -> "\\(aq";
                                    case '`' -> "\\(ga";
                                    case '~' -> "\\(ti";
                                    case '^' -> "\\(ha";
                                    default -> character(c);
                                }));
        return roff.toString();
    }

    private static String character(int c) {
        return switch (c) {
            case '\\' -> "\\e";
            case '\u2010' -> "\\-";
            case '\u2013' -> "\\(en";
            case '\u2014' -> "\\(em";
            case '\u2018' -> "\\(oq";
            case '\u2019' -> "\\(cq";
            case '\u201c' -> "\\(lq";
            case '\u201d' -> "\\(rq";
            case '\u2026' -> "...";
            case '\u2192' -> "\\(->";
            case '\u2265' -> "\\(>=";
            case '\u00d7' -> "\\(mu";
            default -> c < 128 ? Character.toString(c) : "\\[u%04X]".formatted(c);
        };
    }

    /** A line that begins with one of these is a request. */
    private static String guarded(String roff) {
        return roff.startsWith(".") || roff.startsWith("'") ? "\\&" + roff : roff;
    }
}

/** As much of Markdown as the pages of the site use. */
final class Markdown {
    private static final Pattern INLINE =
            Pattern.compile(
                    "`(?<code>[^`]+)`|\\[(?<link>[^\\]]*)]\\((?<to>[^)]+)\\)"
                            + "|\\*\\*(?<bold>.+?)\\*\\*|(?<![\\w*])\\*(?<slanted>[^*]+)\\*(?!\\w)");
    private static final Map<String, String> PAGES =
            Map.of("configuration.md", "lull.yml(5)", "labels.md", "lull-labels(7)");

    private final Roff page;
    private final List<String> paragraph = new ArrayList<>();
    private boolean inList;

    Markdown(Roff page) {
        this.page = page;
    }

    void add(String text) {
        List<String> lines = text.lines().toList();
        int i = 0;
        while (i < lines.size()) {
            i = block(lines, i);
        }
        end();
    }

    /** Adds what begins in a line; returns the line after it. */
    private int block(List<String> lines, int i) {
        String line = lines.get(i);
        if (line.startsWith("```")) {
            end();
            int close = next(lines, i + 1, "```");
            page.verbatim(lines.subList(i + 1, close));
            return close + 1;
        }
        if (line.startsWith("|")) {
            end();
            int after = i;
            while (after < lines.size() && lines.get(after).startsWith("|")) {
                after++;
            }
            table(lines.subList(i, after));
            return after;
        }
        plain(line);
        return i + 1;
    }

    private static int next(List<String> lines, int from, String wanted) {
        int i = from;
        while (!lines.get(i).equals(wanted)) {
            i++;
        }
        return i;
    }

    private void plain(String line) {
        if (line.startsWith("### ")) {
            end();
            page.subsection(bare(line.substring(4)));
        } else if (line.startsWith("## ")) {
            end();
            page.section(bare(line.substring(3)));
        } else if (line.isBlank() || line.startsWith("# ") || line.startsWith("![")) {
            end();
        } else if (line.startsWith("- ")) {
            end();
            inList = true;
            paragraph.add(line.substring(2));
        } else {
            paragraph.add(line.strip());
        }
    }

    private static String bare(String heading) {
        return heading.replace("`", "");
    }

    /** What was gathered is whole. */
    private void end() {
        if (!paragraph.isEmpty()) {
            page.line(inList ? ".IP \\(bu 2" : ".PP").line(inline(String.join(" ", paragraph)));
        }
        paragraph.clear();
        inList = false;
    }

    /** An item a row: the first cell is what it is about, the last one says it. */
    private void table(List<String> rows) {
        List<String> heads = cells(rows.getFirst());
        for (String row : rows.subList(2, rows.size())) {
            List<String> cells = cells(row);
            page.line(".TP").line(inline(cells.getFirst())).line(inline(cells.getLast()));
            String more = between(heads, cells);
            if (!more.isEmpty()) {
                page.line(".br").line(more);
            }
        }
        page.paragraph();
    }

    private static String between(List<String> heads, List<String> cells) {
        List<String> more = new ArrayList<>();
        for (int i = 1; i < cells.size() - 1; i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty() && !cell.equals("\u2013")) {
                String head = heads.get(i);
                more.add(
                        Roff.text(head.substring(0, 1).toUpperCase(Locale.ROOT) + head.substring(1))
                                + ": "
                                + inline(cell).replaceFirst("^\\\\&", ""));
            }
        }
        return more.isEmpty() ? "" : String.join("; ", more) + ".";
    }

    private static List<String> cells(String row) {
        String inner = row.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
        return Pattern.compile("(?<!\\\\)\\|")
                .splitAsStream(inner + " ")
                .map(c -> c.strip().replace("\\|", "|"))
                .toList();
    }

    static String inline(String text) {
        StringBuilder roff = new StringBuilder();
        int from = 0;
        for (MatchResult m : INLINE.matcher(text).results().toList()) {
            roff.append(within(text.substring(from, m.start()), roff)).append(marked(m));
            from = m.end();
        }
        return roff.append(within(text.substring(from), roff)).toString();
    }

    /** Only what a line begins with has to be guarded. */
    private static String within(String text, StringBuilder before) {
        String roff = Roff.text(text);
        return before.isEmpty() ? roff : roff.replaceFirst("^\\\\&", "");
    }

    private static String marked(MatchResult m) {
        if (m.group("code") != null) {
            return Roff.code(m.group("code"));
        }
        if (m.group("link") != null) {
            return inline(m.group("link")) + target(m.group("to"));
        }
        return m.group("bold") != null
                ? "\\fB" + inline(m.group("bold")) + "\\fR"
                : "\\fI" + inline(m.group("slanted")) + "\\fR";
    }

    private static String target(String to) {
        if (to.startsWith("http")) {
            return " <" + Roff.text(to) + ">";
        }
        String page = PAGES.get(to.replaceFirst("#.*", ""));
        return page == null ? "" : " (" + Roff.text(page.replace("-", "\u2010")) + ")";
    }
}
