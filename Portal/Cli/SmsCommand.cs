using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Cli;

/// <summary><c>sms</c>: what became of SMS. Numbers are shown masked: nothing here knows more of them.</summary>
internal sealed class SmsCommand : Command
{
    private const string Time = "yyyy-MM-dd HH:mm:ss'Z'";

    private static readonly Option<int> Days = new("--days")
    {
        Description = "How many days back.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Argument<Guid> Id = new("ID") { Description = "The SMS's id, as 'sms list' shows it." };

    public SmsCommand()
        : base("sms", "What became of SMS.")
    {
        Add(new Command("list", "List the SMS of the last days, the newest last.") { Days }.OnInstallation(ListAsync));
        Add(new Command("status", "Show all that is known of one SMS.") { Id }.OnInstallation(StatusAsync));
    }

    private static async Task<int> ListAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(services, cancellationToken);
        var since = services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-Math.Clamp(parsed.GetValue(Days), 0, 3650));
        var messages = await context.SmsMessages.Where(m => m.CreatedAt >= since).OrderBy(m => m.CreatedAt).ToListAsync(cancellationToken);
        foreach (var m in messages)
        {
            await Console.Out.WriteLineAsync($"{m.Id:N}\t{m.Purpose}\t{m.MaskedNumber}\t{m.State}\t{Shown(m.CreatedAt)}\t{m.ErrorCode}");
        }

        await Console.Error.WriteLineAsync(
            $"{messages.Count} SMS, {messages.Count(m => m.SentAt != null)} sent, {messages.Count(m => m.State == SmsState.Failed)} failed.");
        return 0;
    }

    private static async Task<int> StatusAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(services, cancellationToken);
        var id = parsed.GetRequiredValue(Id);
        if (await context.SmsMessages.SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } m)
        {
            await Console.Error.WriteLineAsync($"No SMS has the id {id:N}. 'sms list --days N' shows them.");
            return 1;
        }

        await Console.Out.WriteLineAsync(
            $"""
            id          {m.Id:N}
            purpose     {m.Purpose}
            number      {m.MaskedNumber}
            owner       {m.OwnerId:D}
            state       {m.State}
            error       {m.ErrorCode ?? "-"}
            queued      {Shown(m.CreatedAt)}
            sent        {Shown(m.SentAt)}
            ended       {Shown(m.EndedAt)}
            provider id {m.ProviderId ?? "-"}
            asked       {m.Asked} times, next {Shown(m.AskAt)}
            """);
        return 0;
    }

    private static string Shown(DateTimeOffset? time) => time?.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture) ?? "-";

    private static Task<PortalContext> ContextAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync(cancellationToken);
}
