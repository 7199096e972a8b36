package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

class FakeOffsiteTest extends OffsiteContract {
    @Override
    Offsite offsite(Points points) {
        return new FakeOffsite(points);
    }

    @Override
    void breakIt() {
        assertThat(offsite).isInstanceOf(FakeOffsite.class);
        ((FakeOffsite) offsite).troubledBy("the line is cut", "Mend it");
    }
}
