using Portal.CrashTests;
using Portal.CrashTests.Replies;

// Feeds mails over eight connections, pulls the plug at random moments, and compares what was acknowledged with what the mailbox gives.
// Prints name=value, a line each; ends with 0 when nothing was violated.
if (Plan.Parse(args) is not { } plan)
{
    Console.WriteLine("""
        Usage: Portal.CrashTests [--long] [--kills=50] [--mails=1500] [--largest=2000000] [--pickup] [--spoil]
           or: Portal.CrashTests --replies=N [--long] [--kills=50] [--spoil]
          --long     500 kills, 20000 mails, 25 MB, where nothing else is said
          --largest  bytes of the largest mail, 1024 or more
          --pickup   notices to the pickup folder instead of a relay
          --replies  a person writes this many replies; no mails are fed
          --spoil    does harm before the judgement, which must then fail
        """);
    return 2;
}

return await (plan.Replies > 0 ? ReplyRun.RunAsync(plan) : CrashRun.RunAsync(plan)) ? 0 : 1;
