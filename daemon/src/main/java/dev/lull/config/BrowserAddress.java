package dev.lull.config;

/** Where browsers are answered. */
record BrowserAddress() implements Kind<Listen> {

    @Override
    public Class<Listen> type() {
        return Listen.class;
    }

    @Override
    public String words() {
        return "an address with its port, such as 127.0.0.1:7410 or [::1]:7410, or none";
    }

    @Override
    public Listen read(String text) {
        return Listen.parse(text);
    }
}
