using System.CommandLine;
using System.Globalization;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Retention;
using Portal.Core.Storage.Model;

namespace Portal.Cli;

/// <summary><c>message</c>: keeps a message from being deleted, for example for a court; gives old ones an end.</summary>
internal sealed class MessageCommand : Command
{
    private static readonly Argument<Guid> Id = new("ID")
    {
        Description = "The message's id, or that of one of its deliveries: the one in the address of its page, /messages/ID.",
        CustomParser = result => Guid.TryParse(result.Tokens[0].Value, out var id) ? id : Wrong(result),
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Really: they will be deleted then, after their readers were told." };

    public MessageCommand()
        : base("message", "Keep single messages from being deleted; lock them; give old ones an end.")
    {
        Add(new Command("hold", "Hold a message: nothing and nobody deletes it, nor an account that it lies in, until it is released.") { Id, AccountCommand.Reason }
            .OnInstallation((services, parsed, cancellationToken) => ChangeAsync(
                parsed, services.GetRequiredService<HoldMessage>().HoldAsync, "It is held.", "It is held already.", cancellationToken)));
        Add(new Command("release", "Hold a message no longer. If its time is over, its readers are told, and it is deleted when the time of the warning is over.") { Id, AccountCommand.Reason }
            .OnInstallation((services, parsed, cancellationToken) => ChangeAsync(
                parsed, services.GetRequiredService<HoldMessage>().ReleaseAsync, "It is held no longer.", "It is not held.", cancellationToken)));
        Add(new Command("lock", "Lock a delivery: nobody opens it until you unlock it. ID is the one in the address of its page.") { Id }
            .OnInstallation((services, parsed, cancellationToken) => LockAsync(services, parsed, locked: true, cancellationToken)));
        Add(new Command("unlock", "Unlock a delivery, whoever locked it: also one that its recipient said was for somebody else.") { Id }
            .OnInstallation((services, parsed, cancellationToken) => LockAsync(services, parsed, locked: false, cancellationToken)));
        Add(new Command("end-old", "Give messages that have no end the tenant's Retention, counted from now: those of before the update.") { Yes }.OnInstallation(EndOldAsync));
        Add(new Command("show", "Show where a message lies, when it goes, and who held it and why.") { Id }.OnInstallation(ShowAsync));
    }

    private static async Task<int> ChangeAsync(
        ParseResult parsed, Func<Guid, Portal.Core.Accounts.States.OperatorOrder, CancellationToken, Task<HoldOutcome>> change, string done, string already,
        CancellationToken cancellationToken)
    {
        switch (await change(parsed.GetRequiredValue(Id), AccountCommand.Order(parsed), cancellationToken))
        {
            case HoldOutcome.Done:
                await Console.Out.WriteLineAsync(done);
                return 0;
            case HoldOutcome.Already:
                await Console.Error.WriteLineAsync(already);
                return 1;
            default:
                return await UnknownAsync();
        }
    }

    private static async Task<int> LockAsync(IServiceProvider services, ParseResult parsed, bool locked, CancellationToken cancellationToken)
    {
        var id = parsed.GetRequiredValue(Id);
        if (await services.GetRequiredService<HoldMessage>().FindAsync(id, cancellationToken) is not { } message)
        {
            return await UnknownAsync();
        }

        var locks = services.GetRequiredService<LockDelivery>();
        if (locked
            ? await locks.LockAsync(message.Id, id, DeliveryLock.Administrator, cancellationToken)
            : await locks.UnlockAsync(message.Id, id, DeliveryLock.Administrator, cancellationToken))
        {
            await Console.Out.WriteLineAsync(locked ? "It is locked." : "It is unlocked.");
            return 0;
        }

        await Console.Error.WriteLineAsync(locked ? "You have locked it already, or this is not the id of a delivery." : "It is not locked, or this is not the id of a delivery.");
        return 1;
    }

    private static async Task<int> EndOldAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!parsed.GetValue(Yes))
        {
            await Console.Error.WriteLineAsync("Messages without an end will be deleted after the tenant's Retention, counted from now. Say so with --yes.");
            return 1;
        }

        if (await services.GetRequiredService<EndOldMessages>().RunAsync(cancellationToken) is { } ended)
        {
            await Console.Out.WriteLineAsync($"{ended} messages have an end now.");
            return 0;
        }

        await Console.Error.WriteLineAsync("The tenant keeps messages for ever (Tenants:default:Retention is 00:00:00).");
        return 1;
    }

    private static async Task<int> ShowAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<HoldMessage>().FindAsync(parsed.GetRequiredValue(Id), cancellationToken) is not { } message)
        {
            return await UnknownAsync();
        }

        await Console.Out.WriteLineAsync($"{message.Id:N}: received {Day(message.ReceivedAt)}, goes {Day(message.ExpiresAt)}, {(message.HeldAt is null ? "not held" : $"held since {Day(message.HeldAt)}")}");
        foreach (var recipient in message.Recipients)
        {
            await Console.Out.WriteLineAsync($"In the mailbox of {recipient}");
        }

        var chain = await services.GetRequiredService<ReadEvidence>().OfAsync(message.Id, cancellationToken);
        foreach (var link in chain.Links.Where(link => link.Event.Kind is MessageEventKind.Held or MessageEventKind.Released))
        {
            var (by, reason) = OrderBox.Open(services.GetRequiredService<VaultKey>(), link.Event.Facts.GetValueOrDefault("order", ""));
            await Console.Out.WriteLineAsync($"{Day(link.At)}\t{link.Event.Kind}\t{AccountCommand.Clean(by)}\t{AccountCommand.Clean(reason)}");
        }

        return 0;
    }

    private static async Task<int> UnknownAsync()
    {
        await Console.Error.WriteLineAsync("There is no such message. Its id stands in the address of its page: /messages/ID.");
        return 1;
    }

    private static Guid Wrong(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is no message's id.");
        return Guid.Empty;
    }

    private static string Day(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "never";
}
