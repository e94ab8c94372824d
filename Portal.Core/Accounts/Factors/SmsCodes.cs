using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Factors;

/// <summary>Sends and takes codes by SMS: six digits, ten minutes, five tries, once, and only where it was asked for.</summary>
public sealed class SmsCodes(
    IDbContextFactory<PortalContext> contexts, QueueSms queue, ServerPepper pepper, VaultPublicKey vault, VaultKey opener, TimeProvider time)
{
    private const string Purpose = "mobile";
    private const int Digits = 6;
    private const int Tries = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Sends a code, if the limits of SMS allow it. An earlier one for the same sign-in or session is good no more.</summary>
    public async Task<QueueSmsOutcome> SendAsync(SmsCodeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var code = RandomNumberGenerator.GetString("0123456789", Digits);
        var until = time.GetUtcNow() + Lifetime;
        var outcome = await queue.QueueAsync(
            new SmsRequest
            {
                Number = request.Number,
                Text = request.Text(code),
                Purpose = SmsPurpose.Code,
                OwnerId = request.AccountId,
                Address = request.Address,
                ValidUntil = until,
                Tenant = request.Tenant,
            },
            cancellationToken);
        if (outcome is QueueSmsOutcome.Queued)
        {
            await KeepAsync(request, code, until);
        }

        return outcome;
    }

    /// <summary>Whether a code was sent that is still good there, and where it went to.</summary>
    public async Task<PhoneNumber?> SentAsync(byte[] boundTo, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.FactorCodes.SingleOrDefaultAsync(c => c.BoundTo == boundTo && c.ExpiresAt > now && c.TriesLeft > 0, cancellationToken);
        return row is null ? null : NumberOf(row);
    }

    /// <summary>Takes a code.</summary>
    /// <returns>The number that it went to where it was right, else null.</returns>
    internal async Task<PhoneNumber?> UseAsync(byte[] boundTo, Guid accountId, string typed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.FactorCodes
            .Where(c => c.BoundTo == boundTo && c.AccountId == accountId && c.TriesLeft > 0 && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.TriesLeft, c => c.TriesLeft - 1), cancellationToken) == 0)
        {
            return null;
        }

        var row = await context.FactorCodes.SingleOrDefaultAsync(c => c.BoundTo == boundTo, cancellationToken);
        return row is not null && CryptographicOperations.FixedTimeEquals(Hash(boundTo, TypedCode.Digits(typed)), row.Hash)
            && await context.FactorCodes.Where(c => c.BoundTo == boundTo && c.Hash == row.Hash).ExecuteDeleteAsync(cancellationToken) > 0
                ? NumberOf(row)
                : null;
    }

    private async Task KeepAsync(SmsCodeRequest request, string code, DateTimeOffset until)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.FactorCodes.Where(c => c.BoundTo == request.BoundTo).ExecuteDeleteAsync();
        context.Add(new FactorCode
        {
            BoundTo = request.BoundTo,
            AccountId = request.AccountId,
            Hash = Hash(request.BoundTo, code),
            Number = VaultBox.Seal(vault, Purpose, request.AccountId, Encoding.UTF8.GetBytes(request.Number.E164)),
            TriesLeft = Tries,
            ExpiresAt = until,
        });
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private PhoneNumber? NumberOf(FactorCode row) => PhoneNumber.TryParse(
        Encoding.UTF8.GetString(VaultBox.Open(opener, Purpose, row.AccountId, row.Number)), out var number, out _) ? number : null;

    private byte[] Hash(byte[] boundTo, string code) => pepper.Hash(Encoding.UTF8.GetBytes(code), $"sms-code/{Convert.ToHexStringLower(boundTo)}");
}
