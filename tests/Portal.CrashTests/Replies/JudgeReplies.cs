using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.CrashTests.Replies;

/// <summary>Every reply that was acknowledged came to the gateway, hardly any twice, and each of those with the Message-ID that it had before.</summary>
internal static partial class JudgeReplies
{
    private const double DoubledAllowed = 0.001; // of the replies

    public static async Task RunAsync(string data, Plan plan, ReplyMails mails, Func<string, string> open, Report report)
    {
        var came = mails.All.Values.AsParallel().Select(mail => Read(open(mail.Mail))).ToList();
        var byNumber = came.GroupBy(mail => mail.Number).ToDictionary(group => group.Key, group => group.Select(mail => mail.MessageId).ToList());
        report.Add("mails", mails.All.Count);
        report.Violation("lost", Enumerable.Range(0, plan.Replies).Except(byNumber.Keys).Count());
        report.Violation("foreign", byNumber.Keys.Except(Enumerable.Range(0, plan.Replies)).Count());
        report.Violation("written_twice", byNumber.Values.Count(ids => ids.Count > 1));
        report.Violation("doubled", mails.All.Values.Sum(mail => mail.Times - 1), DoubledAllowed * plan.Replies);
        report.Add("unconfirmed", await Database.CountAsync(data, """SELECT COUNT(*) FROM "Outbox" WHERE "LastFailure" = 'unconfirmed'"""));
        report.Violation("copies_wrong", Math.Abs(plan.Replies - await Database.CountAsync(data, """SELECT COUNT(*) FROM "Deliveries" WHERE "Folder" = 1""")));
        report.Violation("drafts_left", await Database.CountAsync(data, """SELECT COUNT(*) FROM "Drafts" WHERE "SentAt" IS NULL"""));
        report.Violation("returned", await Database.CountAsync(data, """SELECT COUNT(*) FROM "ReplyFailures" """));
        await Judge.OrphansAsync(data, report);
    }

    private static (int Number, string MessageId) Read(string mail) => (
        int.Parse(Number().Match(mail).Groups[1].Value, CultureInfo.InvariantCulture), MessageId().Match(mail).Groups[1].Value);

    [GeneratedRegex(@"with the number (\d{6})\.")]
    private static partial Regex Number();

    [GeneratedRegex(@"^Message-ID:\s*(<[^>]+>)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();
}
