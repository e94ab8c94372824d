using System.CommandLine;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Cli;

/// <summary><c>account</c>: who is invited, registered or locked, and what became of it.</summary>
internal sealed class AccountCommand : Command
{
    internal static readonly Argument<string> Address = new("ADDRESS") { Description = "The person's mail address." };

    internal static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why; kept sealed with the change, shown by 'account show'.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Really delete: the mail cannot be brought back." };

    public AccountCommand()
        : base("account", "Who is invited, registered or locked.")
    {
        Add(new Command("list", "List all addresses with their state.").OnInstallation(ListAsync));
        Add(new Command("show", "Show an address's state and all that led to it.") { Address }.OnInstallation(ShowAsync));
        Add(new Command("lock", "Lock an account and end its sessions. Its mail stays.") { Address, Reason }.OnInstallation(LockAsync));
        Add(new Command("unlock", "Unlock an account, end the wait after wrong passwords, or make one good again that expired unused.") { Address, Reason }.OnInstallation(UnlockAsync));
        Add(new Command("reset", "Make the password good no more, end all sessions, and have a new one set on the tenant's way.") { Address, Reason }.OnInstallation(ResetAsync));
        Add(new ResetsCommand());
        Add(new FactorsCommand());
        Add(new Command("delete", "Delete an account, or an invitation, with all its mail, for good.") { Address, Reason, Yes }.OnInstallation(DeleteAsync));
    }

    private static async Task<int> ListAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await foreach (var found in services.GetRequiredService<FindAccount>().AllAsync(cancellationToken))
        {
            await Console.Out.WriteLineAsync($"{found.Mailbox.Address}\t{Words(found.StateAt(now))}\t{found.Mailbox.CreatedAt:yyyy-MM-dd}");
        }

        return 0;
    }

    private static Task<int> ShowAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken) =>
        OnFoundAsync(services, parsed, async found =>
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var account = found.Account;
            await Console.Out.WriteLineAsync($"{found.Mailbox.Address}: {Words(found.StateAt(now))}");
            if (account?.LockoutEnd > now)
            {
                await Console.Out.WriteLineAsync($"Waits until {account.LockoutEnd:yyyy-MM-dd HH:mm:ss} UTC after {account.AccessFailedCount} wrong passwords.");
            }

            if (found.Mailbox.UndeliverableAt is { } since)
            {
                await Console.Out.WriteLineAsync($"Notices come back as undeliverable since {since:yyyy-MM-dd HH:mm:ss} UTC; 'outbox bounces' says why.");
            }

            foreach (var change in await services.GetRequiredService<FindAccount>().EventsAsync(found, cancellationToken))
            {
                await Console.Out.WriteLineAsync(Line(change, services));
            }

            return 0;
        }, cancellationToken);

    private static Task<int> LockAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken) =>
        OnFoundAsync(services, parsed, async found => await ToldAsync(
            await services.GetRequiredService<ChangeAccountState>().LockAsync(found, Order(parsed), cancellationToken)), cancellationToken);

    private static Task<int> UnlockAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken) =>
        OnFoundAsync(services, parsed, async found => await ToldAsync(
            await services.GetRequiredService<ChangeAccountState>().UnlockAsync(found, Order(parsed), cancellationToken)), cancellationToken);

    private static Task<int> ResetAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken) =>
        OnFoundAsync(services, parsed, async found =>
        {
            var status = await ToldAsync(await services.GetRequiredService<OrderReset>().OrderAsync(found, Order(parsed), cancellationToken));
            if (status == 0)
            {
                await Console.Out.WriteLineAsync("The password is good no more. The portal goes on as if the person had asked for a new one.");
            }

            return status;
        }, cancellationToken);

    private static Task<int> DeleteAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken) =>
        OnFoundAsync(services, parsed, async found =>
        {
            if (!parsed.GetValue(Yes))
            {
                await Console.Error.WriteLineAsync("This deletes the account with all its mail for good. Say so with --yes.");
                return 1;
            }

            return await ToldAsync(await services.GetRequiredService<DeleteAccount>().DeleteAsync(found, Order(parsed), cancellationToken));
        }, cancellationToken);

    internal static async Task<int> OnFoundAsync(
        IServiceProvider services, ParseResult parsed, Func<FoundAccount, Task<int>> action, CancellationToken cancellationToken)
    {
        var typed = parsed.GetRequiredValue(Address);
        if (AddressList.TryParseAddrSpec(typed.Trim(), out var address)
            && await services.GetRequiredService<FindAccount>().ByAddressAsync(TenantCatalog.Default, address, cancellationToken) is { } found)
        {
            return await action(found);
        }

        await Console.Error.WriteLineAsync($"No mail ever came for '{typed}'. 'account list' shows all addresses.");
        return 1;
    }

    private static async Task<int> ToldAsync(AccountChange change)
    {
        switch (change)
        {
            case AccountChange.Changed done:
                await Console.Out.WriteLineAsync($"It was {Words(done.From)} and is {Words(done.To)}.");
                return 0;
            case AccountChange.Refused refused:
                await Console.Error.WriteLineAsync($"It is {Words(refused.State)}: that cannot be done from there.");
                return 1;
            case AccountChange.HoldsMail:
                await Console.Error.WriteLineAsync("Messages there are held: without their keys nobody could open them. Release them first ('message release').");
                return 1;
            default:
                await Console.Error.WriteLineAsync("It is there no more.");
                return 1;
        }
    }

    internal static OperatorOrder Order(ParseResult parsed) => new(Environment.UserName, parsed.GetValue(Reason) ?? "");

    private static string Words(AccountState state) => state switch
    {
        AccountState.LockedForATime => "locked for a time",
        AccountState.LockedByAdmin => "locked by an administrator",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string Line(AccountEvent change, IServiceProvider services)
    {
        var who = change.By is null ? change.Actor.ToString() : $"{change.Actor} {change.By}";
        var reason = ReasonBox.Open(services.GetRequiredService<VaultKey>(), change);
        return $"{change.At:yyyy-MM-dd HH:mm:ss}\t{change.Trigger}\t{Words(change.To)}\t{who}\t{Clean(reason)}";
    }

    // What an operator typed may hold what moves a terminal's cursor.
    internal static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}
