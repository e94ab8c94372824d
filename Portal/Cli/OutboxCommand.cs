using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Cli;

/// <summary><c>outbox</c>: what must leave the portal and has not.</summary>
internal sealed class OutboxCommand : Command
{
    private static readonly Option<int> Days = new("--older-than")
    {
        Description = "Days since the mail was written.",
        DefaultValueFactory = _ => 30,
    };

    public OutboxCommand()
        : base("outbox", "Notices, initial passwords and SMS on their way out.")
    {
        Add(new Command("list", "List what waits after a failure, and what failed for good.").OnInstallation(ListAsync));
        Add(new Command("bounces", "List the notices that came back as undeliverable, newest first.").OnInstallation(BouncesAsync));
        Add(new Command("retry", "Try everything at once that waits or failed.").OnInstallation(RetryAsync));
        Add(new Command("purge", "Forget what was sent, and what failed for good.") { Days }.OnInstallation(PurgeAsync));
    }

    private static async Task<int> ListAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(services, cancellationToken);
        var entries = await context.Outbox.Where(e => e.State == OutboxState.Failed || (e.State == OutboxState.Waiting && e.Attempts > 0))
            .OrderBy(e => e.CreatedAt).ToListAsync(cancellationToken);
        foreach (var e in entries)
        {
            await Console.Out.WriteLineAsync(
                $"{e.Id:N}\t{e.Kind}\t{e.State}\t{e.CreatedAt:yyyy-MM-dd HH:mm}\t{e.Attempts} attempts\t{e.LastFailure}");
        }

        var waiting = await context.Outbox.CountAsync(e => e.State == OutboxState.Waiting, cancellationToken);
        await Console.Error.WriteLineAsync($"{waiting} waiting, {entries.Count(e => e.State == OutboxState.Failed)} failed.");
        return 0;
    }

    private static async Task<int> BouncesAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(services, cancellationToken);
        var bounced = await context.Deliveries.Where(d => d.BouncedAt != null).OrderByDescending(d => d.BouncedAt)
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { m.Address, d.BouncedAt, d.BounceStatus, d.BounceToldAt })
            .ToListAsync(cancellationToken);
        foreach (var b in bounced)
        {
            await Console.Out.WriteLineAsync($"{b.BouncedAt:yyyy-MM-dd HH:mm}\t{b.Address}\t{b.BounceStatus}\t{(b.BounceToldAt is null ? "sender not told" : "sender told")}");
        }

        await Console.Error.WriteLineAsync($"{bounced.Count} notices came back.");
        return 0;
    }

    private static async Task<int> RetryAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(services, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        // A reply that failed has gone back to its writer, who may have sent it anew; a receipt's bytes are gone; of what was encrypted to a certificate the sender knows, and its bytes are gone.
        var count = await context.Outbox
            .Where(e => (e.State == OutboxState.Failed && e.Kind != OutboxKind.Reply && e.Kind != OutboxKind.Receipt && e.Kind != OutboxKind.CertificateMail && e.Kind != OutboxKind.CertificateChallenge) || (e.State == OutboxState.Waiting && e.Attempts > 0))
            .ExecuteUpdateAsync(
                set => set.SetProperty(e => e.State, OutboxState.Waiting).SetProperty(e => e.DueAt, now).SetProperty(e => e.Attempts, 0),
                cancellationToken);
        await Console.Out.WriteLineAsync($"{count} are due now. The running portal takes them up within a minute.");
        return 0;
    }

    private static async Task<int> PurgeAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var context = await ContextAsync(services, cancellationToken);
        var before = services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-Math.Max(0, parsed.GetValue(Days)));
        var count = await context.Outbox.Where(e => (e.State == OutboxState.Sent || e.State == OutboxState.Failed) && e.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"{count} forgotten.");
        return 0;
    }

    private static Task<PortalContext> ContextAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync(cancellationToken);
}
