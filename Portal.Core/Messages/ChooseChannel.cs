using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Tenants;

namespace Portal.Core.Messages;

/// <summary>
/// Decides which way an initial password takes: the tenant's choice, and what the mail itself asks for inside the gateway's signature. Sender and
/// SMS stand for each other, since either is a second way besides the notice; <c>none</c> is less, and asks for the tenant's consent.
/// </summary>
public sealed class ChooseChannel(TenantCatalog tenants, QueueSms sms)
{
    internal Choice For(IncomingDelivery incoming)
    {
        var (options, outline) = (tenants[incoming.Tenant], incoming.Message.Outline);
        var channel = Wanted(options, outline) ?? options.InitialPasswordChannel;
        return channel is InitialPasswordChannel.SmsAtSending or InitialPasswordChannel.SmsAtOpening
            ? BySms(channel, outline, incoming.Recipients.Count)
            : new Choice(channel, null, null);
    }

    /// <summary>What a refused SMS is to the sender.</summary>
    internal static SmsRefusal Refusal(QueueSmsOutcome outcome) => outcome switch
    {
        QueueSmsOutcome.NotAllowedCountry => SmsRefusal.NotAllowedCountry,
        QueueSmsOutcome.LimitReached => SmsRefusal.LimitReached,
        _ => SmsRefusal.NoProvider,
    };

    // The field counts before marks, and of two marks the one that asks for more. A number alone is no wish in a field, where gateways put what
    // they know of somebody; in a subject a person wrote it.
    private static InitialPasswordChannel? Wanted(TenantOptions options, Outline outline)
    {
        var bySms = options.InitialPasswordChannel is InitialPasswordChannel.SmsAtOpening
            ? InitialPasswordChannel.SmsAtOpening
            : InitialPasswordChannel.SmsAtSending;
        InitialPasswordChannel? wanted = Field(outline, "X-Portal-Initial-Password")?.ToLowerInvariant() switch
        {
            "sender" => InitialPasswordChannel.Sender,
            "sms" => bySms,
            "none" => InitialPasswordChannel.None,
            _ when outline.MarkedSubjects.Any(subject => subject.Mobile is not null) => bySms,
            _ when outline.MarkedSubjects.Any(subject => subject.EmptyPassword) => InitialPasswordChannel.None,
            _ => null,
        };
        var weaker = wanted == InitialPasswordChannel.None && options.InitialPasswordChannel != InitialPasswordChannel.None;
        return weaker && options.InitialPasswordOverride != InitialPasswordOverride.Any ? null : wanted;
    }

    private Choice BySms(InitialPasswordChannel channel, Outline outline, int recipients)
    {
        var text = Field(outline, "X-Portal-Mobile") ?? outline.MarkedSubjects.Select(subject => subject.Mobile).FirstOrDefault(mobile => mobile is not null);
        SmsRefusal? refusal = null;
        PhoneNumber? number = null;
        if (string.IsNullOrEmpty(text))
        {
            refusal = SmsRefusal.NoNumber;
        }
        else if (recipients > 1)
        {
            refusal = SmsRefusal.SeveralRecipients;
        }
        else if (!PhoneNumber.TryParse(text, out number, out _))
        {
            refusal = SmsRefusal.BadNumber;
        }
        else if (sms.WhyNot(number) is { } outcome)
        {
            refusal = Refusal(outcome);
        }

        return refusal is null ? new Choice(channel, number, null) : new Choice(InitialPasswordChannel.Sender, null, refusal);
    }

    private static string? Field(Outline outline, string name) => outline.Steering.FirstOrDefault(field => field.Is(name))?.Value.Trim();

    /// <summary>The way, the number where it is by SMS, and why it is not although it should have been.</summary>
    internal sealed record Choice(InitialPasswordChannel Channel, PhoneNumber? Number, SmsRefusal? Refusal)
    {
        /// <summary>Only the type's name: numbers must reach no log.</summary>
        public override string ToString() => nameof(Choice);
    }
}
