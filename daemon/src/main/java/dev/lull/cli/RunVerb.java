package dev.lull.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = {
            "Open a maintenance window on a stack and follow it: close the door, take a rollback"
                    + " point, make the change, check it, open again.",
            "Prints the plan and asks first, unless --yes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull run guestbook                            update to what the files now say",
            "  lull run guestbook --image app=guestbook:2    write the image into the file first",
            "  lull run guestbook --change migrate --yes     the migration alone, unasked",
            "  lull run guestbook --service app -- ./manage.py reindex",
            "  lull run guestbook --change none --expect 30m your own work; then 'lull reopen'"
        })
final class RunVerb extends Verb {
    @Mixin private ChangeOptions change = new ChangeOptions();
    @Mixin private Opening opening = new Opening();

    RunVerb(Lull lull) {
        super(lull);
    }

    @Override
    ExitCode run(DaemonClient client) throws Exception {
        return opening.open(terminal(), client, change.stack(), change.body());
    }
}
