package dev.lull.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Quartz, with triggers that fire once. It looks at the clock at least twice a minute, so that a
 * clock that is set, or a host that slept, holds up nothing for longer. Its threads begin with the
 * first schedule.
 */
public final class QuartzAlarm implements Alarm {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final String JOB = "wake";

    private final Runnable wake;
    private boolean closed;
    private @Nullable Scheduler quartz;

    /**
     * @param wake is called on a thread of Quartz, one call at a time; it must not block for long
     */
    public QuartzAlarm(Runnable wake) {
        this.wake = wake;
    }

    /** What Quartz runs. */
    private static final class Ring implements Job {
        private final Runnable wake;

        private Ring(Runnable wake) {
            this.wake = wake;
        }

        @Override
        public void execute(JobExecutionContext context) {
            wake.run();
        }
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // It is what Quartz takes.
    public synchronized void at(ScheduleId schedule, Instant when) {
        if (closed) {
            return;
        }
        Trigger trigger =
                TriggerBuilder.newTrigger()
                        .withIdentity(key(schedule))
                        .startAt(Date.from(when))
                        .withSchedule(
                                SimpleScheduleBuilder.simpleSchedule()
                                        .withMisfireHandlingInstructionFireNow())
                        .build();
        try {
            started().scheduleJob(job(), Set.of(trigger), true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz can't be set to " + when, e);
        }
    }

    private static TriggerKey key(ScheduleId schedule) {
        return new TriggerKey("schedule-" + schedule);
    }

    /** The same for all: it stays when none of its triggers is left. */
    private static JobDetail job() {
        return JobBuilder.newJob(Ring.class).withIdentity(JOB).storeDurably().build();
    }

    private Scheduler started() throws SchedulerException {
        Scheduler running = quartz;
        if (running == null) {
            running = new StdSchedulerFactory(properties()).getScheduler();
            running.setJobFactory((_, _) -> new Ring(wake));
            running.start();
            quartz = running;
        }
        return running;
    }

    /** In memory alone: what was missed is decided from the store. */
    private static Properties properties() {
        Properties properties = new Properties();
        String name = "lull-" + NUMBER.incrementAndGet();
        properties.setProperty("org.quartz.scheduler.instanceName", name);
        properties.setProperty("org.quartz.scheduler.instanceId", name);
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        return properties;
    }

    @Override
    public synchronized void cancel(ScheduleId schedule) {
        if (quartz != null && !closed) {
            try {
                quartz.unscheduleJob(key(schedule));
            } catch (SchedulerException e) {
                throw new IllegalStateException("Quartz can't forget schedule " + schedule, e);
            }
        }
    }

    /** Not within the lock: a ring that is under way may need it. */
    @Override
    public void close() {
        Scheduler running;
        synchronized (this) {
            closed = true;
            running = quartz;
            quartz = null;
        }
        if (running != null) {
            try {
                running.shutdown(true);
            } catch (SchedulerException e) {
                throw new IllegalStateException("Quartz can't be shut down", e);
            }
        }
    }
}
