package dev.lull.schedule;

class MemoryScheduleStoreTest extends ScheduleStoreContract {
    private final MemoryScheduleStore store = new MemoryScheduleStore();

    @Override
    protected ScheduleStore store() {
        return store;
    }
}
