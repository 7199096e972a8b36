package dev.lull.config;

import java.util.Locale;
import java.util.Set;

/** Whether something is so. */
record Truth() implements Kind<Boolean> {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");

    @Override
    public Class<Boolean> type() {
        return Boolean.class;
    }

    @Override
    public String words() {
        return "true or false";
    }

    @Override
    public Set<Form> forms() {
        return Set.of(Form.TRUTH);
    }

    /** In all the words that YAML has for it; nothing else has this form. */
    @Override
    public Boolean read(String text) {
        return TRUE.contains(text.toLowerCase(Locale.ROOT));
    }
}
