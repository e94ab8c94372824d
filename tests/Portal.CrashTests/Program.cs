using Portal.CrashTests;
using Portal.CrashTests.Replies;

// Feeds mails over eight connections, pulls the plug at random moments, and compares what was acknowledged with what the mailbox gives.
// Prints name=value, a line each; ends with 0 when nothing was violated.
if (Plan.Parse(args) is not { } plan)
{
    Console.WriteLine("""
        Usage: Portal.CrashTests [--kills=50] [--mails=1500] [--largest=2000000] [--replies=N] [--pickup] [--spoil]
          --largest  bytes
          --long     500 kills, 20000 mails, 25 MB
          --pickup   notices to the pickup folder instead of a relay
          --replies  this many replies are written by a person instead
          --spoil    does harm before the judgement, which must then fail
        """);
    return 2;
}

return await (plan.Replies > 0 ? ReplyRun.RunAsync(plan) : CrashRun.RunAsync(plan)) ? 0 : 1;
