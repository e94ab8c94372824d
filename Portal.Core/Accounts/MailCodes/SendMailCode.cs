using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.MailCodes;

/// <summary>
/// Mails a one-time code to an address, if there is somebody whom it concerns and the address has not had too many. Whether or not, the same
/// is done and written but the mail itself, so that neither answer nor time tells anything (threat B1). Where no mail leaves no code is right: else
/// whoever asks without end could guess without end.
/// </summary>
public sealed class SendMailCode(
    IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, ServerPepper pepper, OutboxSealer outbox, OutboxSignal signal,
    TimeProvider time)
{
    /// <summary>The code's length, in digits.</summary>
    public const int Digits = 8;

    /// <summary>How many wrong tries a code bears.</summary>
    public const int Tries = 10;

    /// <summary>
    /// How many codes go to one address within <see cref="Window"/>. Twice as many where a browser asks in which the account's owner has signed in, so
    /// that no stranger keeps him from his code. What is not sent for being too many counts no more.
    /// </summary>
    public const int MostInWindow = 5;

    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>What <see cref="MostInWindow"/> counts in.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Where codes come from.</summary>
    internal Func<string> NewCode { get; init; } = () => RandomNumberGenerator.GetString("0123456789", Digits);

    /// <summary>Makes the code.</summary>
    /// <returns>What the browser must bring along with the code.</returns>
    /// <exception cref="System.Data.Common.DbException">The database is away or locked.</exception>
    public async Task<MailCodeSecret> SendAsync(MailCodeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var secret = MailCodeSecret.Create(request.Purpose);
        var code = NewCode();
        var (address, hash, mail) = (AddressOf(request), HashOf(pepper, secret, code), Mail(request, code));
        var (noAddress, noHash) = (RandomNumberGenerator.GetBytes(address.Length), RandomNumberGenerator.GetBytes(hash.Length));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // SQLite's transactions exclude each other from the beginning: of many at once, no more get through than may.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var since = now - Window;
        var before = await context.MailCodes.CountAsync(c => c.Address == address && c.CreatedAt > since, cancellationToken);
        var (concerned, known) = await WhomAsync(context, request, cancellationToken);
        var fits = before < (known ? 2 : 1) * MostInWindow;
        var leaves = concerned && fits;
        context.Add(Row(secret, fits ? address : noAddress, leaves ? hash : noHash, now));
        if (leaves)
        {
            context.Add(mail);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return secret;
    }

    /// <summary>Forgets codes that count no more.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Window;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.MailCodes.Where(c => c.CreatedAt < since).ExecuteDeleteAsync(cancellationToken);
    }

    internal static byte[] HashOf(ServerPepper pepper, MailCodeSecret secret, string code) =>
        pepper.Hash(Encoding.UTF8.GetBytes(code), $"mail-code/{Convert.ToHexString(secret.Id)}");

    // Whether there is somebody, and whether the browser is one in which that account's owner has signed in. Two queries, whatever the address.
    private async Task<(bool Concerned, bool Known)> WhomAsync(PortalContext context, MailCodeRequest request, CancellationToken cancellationToken)
    {
        var mailbox = await context.Mailboxes.Where(m => m.Tenant == request.Tenant && m.Address == request.Address && m.ReplacedAt == null)
            .Select(m => new { m.AccountId }).SingleOrDefaultAsync(cancellationToken);
        var (owner, device) = (mailbox?.AccountId ?? Guid.Empty, request.Device?.Id ?? []);
        var known = await context.Devices.AnyAsync(d => d.Id == device && d.AccountId == owner, cancellationToken);
        var concerned = request.Purpose == MailCodePurpose.SignIn
            ? mailbox?.AccountId is not null
            : mailbox is not null || tenants[request.Tenant].SelfRegistration;
        return (concerned, known);
    }

    private byte[] AddressOf(MailCodeRequest request) =>
        pepper.Hash(Encoding.UTF8.GetBytes($"{request.Tenant}\0{request.Address}"), "mail-code-address");

    private static MailCode Row(MailCodeSecret secret, byte[] address, byte[] hash, DateTimeOffset now) => new()
    {
        Id = secret.Id,
        Address = address,
        Hash = hash,
        TriesLeft = Tries,
        CreatedAt = now,
        ExpiresAt = now + Lifetime,
    };

    private OutboxEntry Mail(MailCodeRequest request, string code) => outbox.Seal(
        new MailCodePayload { To = request.Address, Code = code, ValidUntil = time.GetUtcNow() + Lifetime, Language = request.Language },
        request.Tenant);
}
