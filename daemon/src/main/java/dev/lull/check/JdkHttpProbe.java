package dev.lull.check;

import dev.lull.stack.HttpCheck;
import dev.lull.transport.LateHttpClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks over the JDK's client. */
public final class JdkHttpProbe implements HttpProbe, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LateHttpClient client = new LateHttpClient(PATIENCE);

    @Override
    public Optional<String> failure(String address, HttpCheck check) throws InterruptedException {
        try {
            int status = answer(address, check).statusCode();
            return status == check.status()
                    ? Optional.empty()
                    : Optional.of(check + " was answered with " + status);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Optional.of(check + " was not answered: " + reason);
        }
    }

    @Override
    public Optional<String> header(String address, int port, String name)
            throws InterruptedException {
        try {
            return answer(address, new HttpCheck("GET", port, "/", 200)).headers().firstValue(name);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong length(String address, HttpCheck check) throws InterruptedException {
        try {
            HttpResponse<Void> answer = answer(address, check);
            return answer.statusCode() == check.status()
                    ? answer.headers().firstValueAsLong("Content-Length")
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private HttpResponse<Void> answer(String address, HttpCheck check)
            throws IOException, InterruptedException {
        if (address.isEmpty()) {
            throw new ConnectException("it has no address yet");
        }
        String host = address.contains(":") ? "[" + address + "]" : address;
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://" + host + ":" + check.port() + check.path()))
                        .method(check.method(), HttpRequest.BodyPublishers.noBody())
                        .header("User-Agent", NAME)
                        .timeout(PATIENCE)
                        .build();
        return client.get().send(request, HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        client.close();
    }
}
