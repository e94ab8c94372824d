using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Outbox.Mails;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Resets;

/// <summary>The code that goes out by SMS: eight digits, good for ten minutes and five tries, and only in the browser that asked.</summary>
public sealed class SendResetCode(
    ResetPhone phones, QueueSms sms, IOptions<SmsOptions> settings, ServerPepper pepper, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Digits = 8;

    /// <summary>The number that a code would go to, or null where none is known or no SMS can leave.</summary>
    internal PhoneNumber? NumberOf(Account account) => settings.Value.Provider == SmsProvider.None ? null : phones.Of(account);

    internal static byte[] Hash(ServerPepper pepper, string code, Guid resetId) =>
        pepper.Hash(Encoding.ASCII.GetBytes(code), $"reset-code/{resetId:N}");

    /// <summary>Writes the code's hash, in the caller's transaction.</summary>
    internal async Task<PendingCode> PrepareAsync(
        PortalContext context, PasswordReset asked, Account account, (PhoneNumber Number, IPAddress? Network, string Language) to,
        CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D" + Digits, CultureInfo.InvariantCulture);
        var hash = Hash(pepper, code, asked.Id);
        await context.PasswordResets.Where(r => r.Id == asked.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CodeHash, hash), cancellationToken);
        var tenant = tenants[asked.Tenant];
        var texts = MailTexts.In(account.Language ?? to.Language, tenant.Language);
        return new PendingCode(new SmsRequest
        {
            Number = to.Number,
            Text = texts["ResetSms", tenant.DisplayName, code],
            Purpose = SmsPurpose.Code,
            OwnerId = account.Id,
            Address = to.Network,
            ValidUntil = time.GetUtcNow() + Lifetime,
            Tenant = asked.Tenant,
        });
    }

    /// <summary>Queues the SMS once its hash is on the disk. Where a limit is reached none leaves, and the person is told the same as ever.</summary>
    internal Task SendAsync(PendingCode code, CancellationToken cancellationToken) => sms.QueueAsync(code.Request, cancellationToken);
}

/// <summary>A code that is written down and not yet queued.</summary>
internal sealed record PendingCode(SmsRequest Request)
{
    public override string ToString() => nameof(PendingCode);
}
