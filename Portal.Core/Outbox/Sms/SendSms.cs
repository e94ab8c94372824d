using System.Text.Json;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>Hands an opened entry to the provider, unless it has become useless.</summary>
internal sealed class SendSms(ISmsSender sender, TimeProvider clock)
{
    /// <summary>Reads what was in the box.</summary>
    /// <exception cref="JsonException">It is no SMS.</exception>
    /// <exception cref="FormatException">Its number is none.</exception>
    public OutgoingSms Read(OutboxEntry entry, ReadOnlySpan<byte> payload)
    {
        var sms = JsonSerializer.Deserialize(payload, OutboxJson.Default.SmsPayload) ?? throw new JsonException();
        return PhoneNumber.TryParse(sms.Number, out var number, out _)
            ? new OutgoingSms
            {
                Id = entry.Id,
                CreatedAt = entry.CreatedAt,
                Tenant = entry.Tenant,
                Number = number,
                Text = sms.Text,
                Validity = sms.ValidUntil - clock.GetUtcNow(),
            }
            : throw new FormatException("The number of an SMS is none.");
    }

    /// <summary>Sends it.</summary>
    public Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken) => sms.Validity <= TimeSpan.Zero
        ? Task.FromResult<SendOutcome>(new SendOutcome.Expired())
        : sender.SendAsync(sms, cancellationToken);
}
