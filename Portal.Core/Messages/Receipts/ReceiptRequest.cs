using Portal.Core.Mime;

namespace Portal.Core.Messages.Receipts;

/// <summary>What a mail says of the receipt that its sender wants (RFC 8098 §2.1).</summary>
/// <param name="To">Where it goes.</param>
/// <param name="MayBeAutomatic">Whether it may be sent without asking the reader: it goes to nobody but the sender himself.</param>
public sealed record ReceiptRequest(MailAddress To, bool MayBeAutomatic)
{
    /// <summary>The request in a message, or null: as its header says, and never for one that came with an empty envelope sender.</summary>
    public static ReceiptRequest? Of(OpenedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Automatic ? null : Of(message.Outline);
    }

    /// <summary>The request in a message's header, or null: none, more than one address (RFC 8098 §2.1 asks for care), or a sender that is no person.</summary>
    public static ReceiptRequest? Of(Outline outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        if (AddressList.Parse(outline.Header("Disposition-Notification-To")) is not [var to] || !AddrSpec.TryParse(to.Address, out _) || AutomaticMail.Is(outline))
        {
            return null;
        }

        var from = AddressList.Parse(outline.Header("From"));
        return new ReceiptRequest(to, from is [var sender] && sender.Address.Equals(to.Address, StringComparison.OrdinalIgnoreCase));
    }
}
