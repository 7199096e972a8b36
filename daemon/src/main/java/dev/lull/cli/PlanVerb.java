package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = "Print what a window would do to a stack. Touches nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull plan guestbook",
            "  lull plan guestbook --image app=guestbook:2",
            "  lull plan guestbook --service app -- ./manage.py reindex"
        })
final class PlanVerb extends Verb {
    @Mixin private ChangeOptions change = new ChangeOptions();

    @Option(names = "--json", description = "print the daemon's answer")
    private boolean json;

    PlanVerb(Lull lull) {
        super(lull);
    }

    @Override
    ExitCode run(DaemonClient client) {
        JsonNode plan =
                client.post(
                        stackPath(change.stack()) + "/plan", DaemonClient.object(change.body()));
        if (json) {
            println(plan.toString());
        } else {
            PlanPrinter printer = new PlanPrinter(terminal());
            printer.print(plan);
            printForecast(client, printer, plan);
        }
        return ExitCode.OK;
    }

    /** The plan is what it is also where its data can't be measured. */
    private void printForecast(DaemonClient client, PlanPrinter printer, JsonNode plan) {
        JsonNode forecast;
        try {
            forecast =
                    client.post(
                            stackPath(change.stack()) + "/forecast",
                            DaemonClient.object(change.body()));
        } catch (CliException e) {
            printer.printUnmeasured(e);
            return;
        }
        printer.printForecast(plan, forecast);
    }
}
