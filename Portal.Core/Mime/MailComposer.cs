using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Core.Mime;

/// <summary>Writes mails (RFC 5322, 2045, 2046, 2047, 2231).</summary>
/// <param name="clock">Gives the Date.</param>
/// <param name="host">The right side of Message-IDs: a host name of ours.</param>
public sealed class MailComposer(TimeProvider clock, string host)
{
    private static readonly string[] Own =
        ["From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"];

    private readonly string _host = AddrSpec.TryParse("id@" + host, out var spec)
        ? spec.Domain
        : throw new ArgumentException("The host of Message-IDs is no host name.", nameof(host));

    /// <summary>Composes one mail.</summary>
    /// <exception cref="ArgumentException">An address is none; a name, subject, field or file name holds CR, LF or NUL; a field
    /// name is none or is one that the composer writes itself. The message never repeats the value.</exception>
    public ComposedMail Compose(MailDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentOutOfRangeException.ThrowIfNotEqual(draft.Files.Count, 0, nameof(draft));
        var output = new ArrayBufferWriter<byte>(4096);
        var header = new HeaderWriter(output);
        var id = Header(header, draft);
        new BodyWriter(output, header).Write(draft);
        return new ComposedMail(output.WrittenMemory, id, header.NeedsSmtpUtf8);
    }

    /// <summary>Composes one mail into a stream, its files piece by piece.</summary>
    /// <param name="draft">What it says.</param>
    /// <param name="destination">Where its bytes go (RFC 5322), lines ending in CRLF.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The Message-ID with its angle brackets, and whether only a server with SMTPUTF8 (RFC 6531) can take it.</returns>
    /// <exception cref="ArgumentException">As with <see cref="Compose"/>; then nothing was written.</exception>
    public async Task<(string MessageId, bool NeedsSmtpUtf8)> ComposeAsync(MailDraft draft, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(destination);
        var output = new ArrayBufferWriter<byte>(4096);
        var header = new HeaderWriter(output);
        var id = Header(header, draft);
        await new BodyWriter(output, header).WriteAsync(draft, destination, cancellationToken);
        return (id, header.NeedsSmtpUtf8);
    }

    private string Header(HeaderWriter header, MailDraft draft)
    {
        var id = $"<{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}@{_host}>";
        header.Addresses("From", [draft.From]);
        header.Addresses("To", draft.To);
        header.Addresses("Cc", draft.Cc);
        header.Addresses("Reply-To", draft.ReplyTo is null ? [] : [draft.ReplyTo]);
        header.Text("Subject", draft.Subject);
        header.Raw("Date", DateText(clock.GetUtcNow()));
        header.Raw("Message-ID", id);
        if (draft.AutoSubmitted is not null)
        {
            header.Text("Auto-Submitted", draft.AutoSubmitted);
        }

        foreach (var field in draft.Extra)
        {
            if (Own.Contains(field.Name, StringComparer.OrdinalIgnoreCase) || field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException("This header field is written by the composer itself.", nameof(draft));
            }

            header.Text(field.Name, field.Value);
        }

        header.Raw("MIME-Version", "1.0");
        return id;
    }

    private static string DateText(DateTimeOffset date) =>
        date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
}
