package dev.lull.notify;

import java.net.URI;
import java.util.List;

class FakePostTest extends PostContract {
    private final FakePost post = new FakePost();

    @Override
    Post post() {
        return post;
    }

    @Override
    URI url() {
        return URI.create("https://ntfy.example.org/s3cret");
    }

    @Override
    void refuse() {
        post.refuse(1);
    }

    @Override
    List<List<String>> arrived() {
        return post.taken().stream().map(n -> List.of(n.event(), n.title(), n.message())).toList();
    }
}
