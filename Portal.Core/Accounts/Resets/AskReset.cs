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

    /// <summary>How often one address may be asked for within an hour; what is beyond that is written down and not answered.</summary>
    public const int MostPerHour = 5;

    /// <summary>The same within a day.</summary>
    public const int MostPerDay = 10;

    internal const int Tries = 5;
    private const int LongestAddress = 254;
    private const int LongestNumber = 40;

    /// <summary>Writes the row. Costs one query and one durable commit, whatever the address.</summary>
    public async Task AskAsync(ResetRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (id, now) = (Guid.NewGuid(), time.GetUtcNow());
        var hash = pepper.Hash(Encoding.UTF8.GetBytes($"{request.Tenant}\0{request.Address}"), "reset-address");
        var content = new ResetContent(
            Cut(request.Address, LongestAddress), request.Language, Cut(request.CallBack, LongestNumber), request.Network?.ToString() ?? "");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = now - TimeSpan.FromDays(1);
        var asked = await context.PasswordResets.Where(r => r.AddressHash == hash && r.CreatedAt > since)
            .OrderByDescending(r => r.CreatedAt).Take(MostPerDay).Select(r => r.CreatedAt).ToListAsync(cancellationToken);
        var isTooOften = asked.Count == MostPerDay || asked.Count(at => at > now - TimeSpan.FromHours(1)) >= MostPerHour;
        var box = ResetBox.Seal(vault, content, id);
        context.Add(new PasswordReset
        {
            Id = id,
            Tenant = request.Tenant,
            AddressHash = hash,
            Box = isTooOften ? [] : box,
            State = isTooOften ? ResetState.Ended : ResetState.Asked,
            BrowserHash = request.Browser?.Hash ?? [],
            TriesLeft = Tries,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        });
        await context.SaveChangesAsync(cancellationToken);
        signal.Wake();
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
