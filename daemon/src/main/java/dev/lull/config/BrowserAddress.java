package dev.lull.config;

/** Where a browser may look. */
record BrowserAddress() implements Kind<Listen> {

    @Override
    public Class<Listen> type() {
        return Listen.class;
    }

    @Override
    public String words() {
        return "a loopback address with its port, or none";
    }

    @Override
    public Listen read(String text) {
        return Listen.parse(text);
    }
}
