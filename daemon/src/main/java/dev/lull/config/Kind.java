package dev.lull.config;

import java.util.Set;

/** What may stand behind a key. */
sealed interface Kind<T>
        permits AbsolutePath,
                BrowserAddress,
                ByteCount,
                EngineSocket,
                HostNames,
                HowLong,
                ImageName,
                OneOf,
                OrNone,
                PublicKeys,
                ResticRepository,
                SecretPlace,
                Truth,
                WholeNumber {

    Class<T> type();

    /** What a person is to write, e.g. {@code a whole number from 1 to 19}. */
    String words();

    /** The forms of YAML in which it may be written. */
    default Set<Form> forms() {
        return Set.of(Form.TEXT);
    }

    /**
     * Reads what stands in the file.
     *
     * @throws IllegalArgumentException that says what is wrong with it, e.g. {@code is not …}
     */
    T read(String text);

    /**
     * Reads what a variable of the environment holds. A shell has a directory that it is in, so
     * this may take what a file may not hold.
     *
     * @throws IllegalArgumentException likewise
     */
    default T given(String text) {
        return read(text);
    }

    /** A value as the file has it. */
    default String print(T value) {
        return value.toString();
    }

    /** What of a text that can't be read may be shown: all of it, where no secret can be in it. */
    default String shown(String text) {
        return text;
    }
}
