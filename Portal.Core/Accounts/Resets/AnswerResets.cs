using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Resets;

/// <summary>
/// Finds out who asked for a new password, and answers on the way that the tenant chose: with a link, a code, or a line for the help desk. Somebody
/// who has not registered is told how to; nobody else hears anything.
/// </summary>
public sealed partial class AnswerResets(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, OutboxSealer outbox, OutboxSignal signal, SendResetCode codes, ListFactors factors,
    TenantCatalog tenants, TimeProvider time, ILogger<AnswerResets> logger)
{
    /// <summary>
    /// How often one account is answered within a day; twice as often where a browser asked in which its owner has signed in, and always where an operator
    /// ordered it.
    /// </summary>
    public const int MostPerDay = 10;

    /// <summary>How long a request waits for an operator.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>Answers all that wait.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await context.PasswordResets.Where(r => r.State == ResetState.Asked)
            .OrderBy(r => r.CreatedAt).Take(100).ToListAsync(cancellationToken);
        foreach (var asked in waiting)
        {
            await AnswerAsync(asked, cancellationToken);
        }
    }

    private async Task AnswerAsync(PasswordReset asked, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Whoever sets it first answers it: two processes make no two links.
        byte[] nothing = [];
        if (await context.PasswordResets.Where(r => r.Id == asked.Id && r.State == ResetState.Asked).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResetState.Ended).SetProperty(r => r.Box, nothing), cancellationToken) == 0)
        {
            return;
        }

        PendingCode? code = null;
        if (Open(asked) is { } content)
        {
            code = await AnswerAsync(context, asked, content, cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        if (code is not null)
        {
            await codes.SendAsync(code, cancellationToken);
        }
    }

    private async Task<PendingCode?> AnswerAsync(PortalContext context, PasswordReset asked, ResetContent content, CancellationToken cancellationToken)
    {
        var found = await FindAccount.Of(context, context.Mailboxes.Where(
            m => m.Tenant == asked.Tenant && m.Address == content.Address && m.ReplacedAt == null)).SingleOrDefaultAsync(cancellationToken);
        var known = await IsOwnersAsync(context, found?.Account, content, cancellationToken);
        if (content.OwnerOnly && !known)
        {
            // Strangers who bring a cookie along must not use up the owner's share either.
            var nobodys = RandomNumberGenerator.GetBytes(asked.AddressHash.Length);
            await context.PasswordResets.Where(r => r.Id == asked.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.AddressHash, nobodys), cancellationToken);
            return null;
        }

        if (found is null)
        {
            return null;
        }

        if (found.Account is not { } account)
        {
            context.Add(outbox.Seal(new RegisterInsteadPayload { To = found.Mailbox.Address, Language = content.Language }, asked.Tenant));
            return null;
        }

        return account.State == AccountState.Registered && (content.Ordered || await FitsAsync(context, account.Id, known, cancellationToken))
            ? await AnswerAsync(context, asked, content, (account, found.Mailbox.Address), cancellationToken)
            : null;
    }

    private async Task<PendingCode?> AnswerAsync(
        PortalContext context, PasswordReset asked, ResetContent content, (Account Account, string Address) to, CancellationToken cancellationToken)
    {
        var account = to.Account;
        var way = tenants[asked.Tenant].PasswordReset;
        if (way == ResetWay.HelpDesk)
        {
            await SetAsync(context, asked, account, ResetState.Waiting, time.GetUtcNow() + Patience, cancellationToken);
            return null;
        }

        await VoidResets.OlderAsync(context, account.Id, asked.Id, cancellationToken);
        if (way == ResetWay.Sms && codes.NumberOf(account) is { } number && !await IsTooLittleAsync(context, account.Id, asked.Tenant, cancellationToken))
        {
            await SetAsync(context, asked, account, ResetState.CodeSent, time.GetUtcNow() + SendResetCode.Lifetime, cancellationToken);
            var network = IPAddress.TryParse(content.Network, out var address) ? address : null;
            return await codes.PrepareAsync(context, asked, account, (number, network, content.Language), cancellationToken);
        }

        await LinkAsync(context, asked, account, to.Address, content.Language, cancellationToken);
        return null;
    }

    // The number gets codes of the second factor as well, so that one phone would be both steps. Where the tenant wants two of everybody, or the person has set
    // up more than the phone, the password must come by another way (threat B5).
    private async Task<bool> IsTooLittleAsync(PortalContext context, Guid accountId, string tenant, CancellationToken cancellationToken) =>
        tenants[tenant].SecondFactor == SecondFactorPolicy.Required
        || await factors.OfAsync(context, accountId, cancellationToken) is { App: not null } or { Passkeys: > 0 };

    private async Task LinkAsync(
        PortalContext context, PasswordReset asked, Account account, string address, string language, CancellationToken cancellationToken)
    {
        var token = NoticeToken.Create();
        var until = time.GetUtcNow() + AskReset.Lifetime;
        await SetAsync(context, asked, account, ResetState.Ready, until, cancellationToken);
        await context.PasswordResets.Where(r => r.Id == asked.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.TokenHash, token.Hash), cancellationToken);
        context.Add(outbox.Seal(
            new PasswordResetPayload { To = address, Token = token.Text, Until = until, Language = account.Language ?? language }, asked.Tenant));
    }

    private static Task<int> SetAsync(
        PortalContext context, PasswordReset asked, Account account, ResetState state, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // The operator must see who waits and where to call; nobody else needs it any more.
        byte[] box = state == ResetState.Waiting ? asked.Box : [];
        return context.PasswordResets.Where(r => r.Id == asked.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, state).SetProperty(r => r.AccountId, account.Id)
                .SetProperty(r => r.ExpiresAt, until).SetProperty(r => r.Box, box),
            cancellationToken);
    }

    private static async Task<bool> IsOwnersAsync(PortalContext context, Account? account, ResetContent content, CancellationToken cancellationToken) =>
        account is not null && content.Device is { } device
        && await context.Devices.AnyAsync(d => d.Id == device && d.AccountId == account.Id, cancellationToken);

    private async Task<bool> FitsAsync(PortalContext context, Guid accountId, bool known, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromDays(1);
        var answered = await context.PasswordResets.CountAsync(r => r.AccountId == accountId && r.CreatedAt > since, cancellationToken);
        return answered < (known ? AskReset.OwnersShare : 1) * MostPerDay;
    }

    private ResetContent? Open(PasswordReset asked)
    {
        try
        {
            return ResetBox.Open(vault, asked.Box, asked.Id);
        }
        catch (SealingException)
        {
            LogUnreadable(asked.Id);
            return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The request {Reset} for a new password cannot be read and is not answered.")]
    private partial void LogUnreadable(Guid reset);
}
