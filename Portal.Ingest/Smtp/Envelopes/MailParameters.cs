using System.Globalization;

namespace Portal.Ingest.Smtp.Envelopes;

/// <summary>The ESMTP parameters of MAIL (RFC 5321 §4.1.2): SIZE (RFC 1870), BODY (RFC 6152, RFC 3030), SMTPUTF8 (RFC 6531).</summary>
internal sealed class MailParameters
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The declared size, 0 where unknown.</summary>
    public long Size { get; private set; }

    public BodyKind Body { get; private set; }

    public bool Utf8 { get; private set; }

    /// <summary>Reads what follows the path.</summary>
    /// <returns>The reply that refuses it, or null.</returns>
    public static Reply? TryParse(string text, out MailParameters parameters)
    {
        parameters = new MailParameters();
        foreach (var parameter in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (parameters.Take(parameter) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private Reply? Take(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var keyword = equals < 0 ? parameter : parameter[..equals];
        var value = equals < 0 ? null : parameter[(equals + 1)..];
        if (!_seen.Add(keyword))
        {
            return Reply.BadArgument;
        }

        return keyword.ToUpperInvariant() switch
        {
            "SIZE" => TakeSize(value),
            "BODY" => TakeBody(value),
            "SMTPUTF8" => TakeUtf8(value),
            _ => Reply.UnknownParameter,
        };
    }

    // Up to 20 digits (RFC 1870 §5): what no long can hold is surely too large.
    private Reply? TakeSize(string? value)
    {
        if (value is not { Length: > 0 and <= 20 } || !value.All(char.IsAsciiDigit))
        {
            return Reply.BadArgument;
        }

        Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : long.MaxValue;
        return null;
    }

    private Reply? TakeBody(string? value)
    {
        BodyKind? kind = value?.ToUpperInvariant() switch
        {
            "7BIT" => BodyKind.SevenBit,
            "8BITMIME" => BodyKind.EightBit,
            "BINARYMIME" => BodyKind.Binary,
            _ => null,
        };
        Body = kind ?? BodyKind.SevenBit;
        return kind is null ? Reply.BadArgument : null;
    }

    private Reply? TakeUtf8(string? value)
    {
        Utf8 = true;
        return value is null ? null : Reply.BadArgument;
    }
}
