using System.Buffers;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Writes header fields, folded, and nothing that could be taken for another field.</summary>
internal sealed class HeaderWriter(IBufferWriter<byte> output)
{
    internal const int LineLength = 76;

    /// <summary>Whether a local part outside ASCII was written (RFC 6532).</summary>
    public bool NeedsSmtpUtf8 { get; private set; }

    /// <summary>A value that is known to be fit as it is.</summary>
    public void Raw(string name, string value)
    {
        CheckName(name);
        CheckValue(value);
        Encoding.UTF8.GetBytes($"{name}: {value}\r\n", output);
    }

    /// <summary>Text for people: as it is where that is possible, else in encoded words (RFC 2047).</summary>
    public void Text(string name, string value)
    {
        CheckName(name);
        CheckValue(value);
        var line = new FoldedLine(name + ":");
        if (IsPlain(value))
        {
            line.Words(value);
        }
        else
        {
            EncodedWordWriter.Write(line, value);
        }

        line.WriteTo(output);
    }

    /// <summary>Addresses with their names. No field where there are none.</summary>
    public void Addresses(string name, IReadOnlyList<MailAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        var line = new FoldedLine(name + ":");
        for (var i = 0; i < addresses.Count; i++)
        {
            Address(line, addresses[i], i + 1 < addresses.Count ? "," : "");
        }

        line.WriteTo(output);
    }

    /// <summary>The empty line.</summary>
    public void End() => output.Write("\r\n"u8);

    /// <summary>Refuses what could end a field (RFC 5322 §2.2).</summary>
    public static void CheckValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException("A header value holds CR, LF or NUL.", nameof(value));
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > 60 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.Contains(':'))
        {
            throw new ArgumentException("A header field's name is no field name.", nameof(name));
        }
    }

    // Printable ASCII in words that fit a line, and nothing a reader would decode or trim.
    private static bool IsPlain(string value)
    {
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value.Contains("=?", StringComparison.Ordinal)
            || value.StartsWith(' ') || value.EndsWith(' '))
        {
            return false;
        }

        foreach (var word in value.AsSpan().Split(' '))
        {
            if (value.AsSpan(word).Length > 900)
            {
                return false;
            }
        }

        return true;
    }

    private void Address(FoldedLine line, MailAddress address, string comma)
    {
        if (!AddrSpec.TryParse(address.Address, out var spec))
        {
            throw new ArgumentException("An address is no mail address.", nameof(address));
        }

        CheckValue(address.Name);
        NeedsSmtpUtf8 |= spec.NeedsSmtpUtf8;
        var bare = $"{spec.Local}@{spec.Domain}";
        if (address.Name.Length == 0)
        {
            line.Word(bare + comma);
            return;
        }

        if (IsPlain(address.Name) && address.Name.Length < 60)
        {
            line.Word($"\"{address.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
        else
        {
            EncodedWordWriter.Write(line, address.Name);
        }

        line.Word($"<{bare}>{comma}");
    }
}
