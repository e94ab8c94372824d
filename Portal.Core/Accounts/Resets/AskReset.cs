using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>
/// Writes down that somebody wants to set a new password, and no more: whose address it is, and whether anybody's, is looked up afterwards by
/// <see cref="AnswerResets"/>. So known and unknown addresses cannot be told apart here by anything, time included (threat B1).
/// </summary>
public sealed class AskReset(
    IDbContextFactory<PortalContext> contexts, ServerPepper pepper, VaultPublicKey vault,
    [FromKeyedServices(OutboxKind.PasswordReset)] OutboxSignal signal, TimeProvider time)
{
    /// <summary>How long a link or an operator's code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// How often one address may be asked for within an hour; what is beyond that is written down, not answered, and counts no more. A browser in which the
    /// account's owner has signed in may ask twice as often, so that no stranger keeps him from his password; whether it is one is not looked up here either.
    /// </summary>
    public const int MostPerHour = 5;

    /// <summary>The same within a day.</summary>
    public const int MostPerDay = 10;

    /// <summary>How many times as much its owner's browsers may.</summary>
    internal const int OwnersShare = 2;

    internal const int Tries = 5;
    private const int LongestAddress = 254;
    private const int LongestNumber = 40;

    /// <summary>Writes the row. Costs one query and one durable commit, whatever the address.</summary>
    public async Task AskAsync(ResetRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (id, now) = (Guid.NewGuid(), time.GetUtcNow());
        var hash = pepper.Hash(Encoding.UTF8.GetBytes($"{request.Tenant}\0{request.Address}"), "reset-address");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = now - TimeSpan.FromDays(1);
        var asked = await context.PasswordResets.Where(r => r.AddressHash == hash && r.CreatedAt > since)
            .OrderByDescending(r => r.CreatedAt).Take(OwnersShare * MostPerDay).Select(r => r.CreatedAt).ToListAsync(cancellationToken);
        var fits = request.Ordered || Fits(asked, now, share: 1);
        var waits = fits || (request.Device is not null && Fits(asked, now, OwnersShare));
        var box = ResetBox.Seal(vault, Content(request, ownerOnly: !fits), id);
        context.Add(new PasswordReset
        {
            Id = id,
            Tenant = request.Tenant,
            AddressHash = waits ? hash : RandomNumberGenerator.GetBytes(hash.Length),
            Box = waits ? box : [],
            State = waits ? ResetState.Asked : ResetState.Ended,
            BrowserHash = request.Browser?.Hash ?? [],
            TriesLeft = Tries,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        });
        await context.SaveChangesAsync(cancellationToken);
        signal.Wake();
    }

    private static bool Fits(List<DateTimeOffset> asked, DateTimeOffset now, int share) =>
        asked.Count < share * MostPerDay && asked.Count(at => at > now - TimeSpan.FromHours(1)) < share * MostPerHour;

    private static ResetContent Content(ResetRequest request, bool ownerOnly) => new(
        Cut(request.Address, LongestAddress), request.Language, Cut(request.CallBack, LongestNumber), request.Network?.ToString() ?? "")
    {
        Device = request.Device?.Id,
        OwnerOnly = ownerOnly,
        Ordered = request.Ordered,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
