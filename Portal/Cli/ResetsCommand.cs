using System.CommandLine;
using System.Globalization;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.States;

namespace Portal.Cli;

/// <summary><c>account resets</c>: people who wait for a call of the help desk.</summary>
internal sealed class ResetsCommand : Command
{
    private static readonly Argument<Guid> Id = new("ID") { Description = "The request's id, as 'account resets list' shows it." };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "How you made sure, or why not; kept sealed with the change, shown by 'account show'.",
        DefaultValueFactory = _ => "",
    };

    public ResetsCommand()
        : base("resets", "People who have forgotten the password and wait for a call.")
    {
        Add(new Command("list", "List those who wait, with the number to call.").OnInstallation(ListAsync));
        Add(new Command("approve", "After the call: shows a code to read out, good for an hour and once.") { Id, Reason }.OnInstallation(ApproveAsync));
        Add(new Command("refuse", "Refuse; tell the person on the phone.") { Id, Reason }.OnInstallation(RefuseAsync));
    }

    private static async Task<int> ListAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var all = await services.GetRequiredService<HelpDesk>().WaitingAsync(cancellationToken);
        foreach (var waiting in all)
        {
            var asked = waiting.AskedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var approved = waiting.ApprovedBy is null ? "" : $"approved by {waiting.ApprovedBy}";
            var (address, number) = waiting.Content is { } content ? (Clean(content.Address), Clean(content.CallBack)) : ("(damaged)", "");
            await Console.Out.WriteLineAsync($"{waiting.Id:N}\t{asked}\t{address}\t{number}\t{approved}");
        }

        var damaged = all.Count(waiting => waiting.Content is null);
        if (damaged == 0)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync($"Damaged in the database: {damaged}. Nobody can be called back for it; 'account resets refuse ID' ends it.");
        return 1;
    }

    private static async Task<int> ApproveAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        switch (await services.GetRequiredService<HelpDesk>().ApproveAsync(parsed.GetRequiredValue(Id), Order(parsed), cancellationToken))
        {
            case Approval.Approved approved:
                await Console.Out.WriteLineAsync(approved.Code);
                await Console.Error.WriteLineAsync($"Read it out to the person, who enters it at /forgotten/code. It is good until {approved.Until:yyyy-MM-dd HH:mm} UTC, once.");
                return 0;
            case Approval.NeedsAnother:
                await Console.Out.WriteLineAsync("Written down. Another operator must approve, too, and gets the code.");
                return 0;
            default:
                return await UnknownAsync(parsed);
        }
    }

    private static async Task<int> RefuseAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!await services.GetRequiredService<HelpDesk>().RefuseAsync(parsed.GetRequiredValue(Id), Order(parsed), cancellationToken))
        {
            return await UnknownAsync(parsed);
        }

        await Console.Out.WriteLineAsync("Refused.");
        return 0;
    }

    private static async Task<int> UnknownAsync(ParseResult parsed)
    {
        await Console.Error.WriteLineAsync($"No request {parsed.GetRequiredValue(Id):N} waits. 'account resets list' shows those that do.");
        return 1;
    }

    private static OperatorOrder Order(ParseResult parsed) => new(Environment.UserName, parsed.GetValue(Reason) ?? "");

    // What people typed may hold what moves a terminal's cursor.
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}
