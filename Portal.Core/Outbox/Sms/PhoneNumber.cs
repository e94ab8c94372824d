using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Portal.Core.Outbox.Sms;

/// <summary>A phone number in full, with its country's code (ITU-T E.164).</summary>
public sealed partial record PhoneNumber
{
    private const int Shortest = 8;
    private const int Longest = 15;
    private const int LongestText = 40;

    private readonly int _code;

    private PhoneNumber(string digits, int code, string country)
    {
        E164 = $"+{digits}";
        Country = country;
        _code = code;
    }

    /// <summary>The number as networks want it: <c>+41791234567</c>.</summary>
    public string E164 { get; }

    /// <summary>The digits alone: <c>41791234567</c>.</summary>
    public string Digits => E164[1..];

    /// <summary>The country's ISO 3166 code, such as <c>CH</c>. US stands for all of +1 but the islands, so for Canada too.</summary>
    public string Country { get; }

    /// <summary>For pages and lists: <c>+41 ••• •• 67</c>, whatever its length.</summary>
    public string Masked => $"{E164[..(_code + 1)]} ••• •• {E164[^2..]}";

    /// <summary>Reads what a person or a mail gave: <c>+41 79 123 45 67</c>, <c>0041 79/123-45-67</c>, <c>+41 (0)79 123 45 67</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number; null where there is a fault.</param>
    /// <param name="fault">Why it is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? number, out PhoneNumberFault fault)
    {
        number = null;
        text = text?.Trim() ?? "";
        fault = FaultOfText(text);
        if (fault == PhoneNumberFault.None)
        {
            fault = Read(Separators().Replace(OptionalZero().Replace(text, "$1"), ""), out number);
        }

        return fault == PhoneNumberFault.None;
    }

    /// <summary>Only the type's name: numbers must reach no log.</summary>
    public override string ToString() => nameof(PhoneNumber);

    private static PhoneNumberFault FaultOfText(string text) => text switch
    {
        "" => PhoneNumberFault.Empty,
        _ when text.Length > LongestText => PhoneNumberFault.TooLong,
        _ when ExtensionText().IsMatch(text) => PhoneNumberFault.Extension,
        _ when !Written().IsMatch(text) => PhoneNumberFault.Characters,
        _ => PhoneNumberFault.None,
    };

    private static PhoneNumberFault Read(string text, out PhoneNumber? number)
    {
        number = null;
        var international = text.StartsWith('+') ? 1 : text.StartsWith("00", StringComparison.Ordinal) ? 2 : 0;
        var digits = text[international..];
        if (international == 0)
        {
            return PhoneNumberFault.NotInternational;
        }

        // No country's code begins with 0 or is assigned twice, so the longest that fits is the only one.
        if (CallingCodes.Of(digits) is not var (code, country))
        {
            return digits.Length == 0 ? PhoneNumberFault.TooShort : PhoneNumberFault.UnknownCountry;
        }

        if (digits[code..].StartsWith('0') && CallingCodes.HasTrunkZero(country))
        {
            return PhoneNumberFault.TrunkZero;
        }

        if (digits.Length is < Shortest or > Longest)
        {
            return digits.Length < Shortest ? PhoneNumberFault.TooShort : PhoneNumberFault.TooLong;
        }

        number = new PhoneNumber(digits, code, country);
        return PhoneNumberFault.None;
    }

    // A plus in front only, digits of ASCII, brackets in pairs, and what people set between groups.
    [GeneratedRegex(@"^\+?(?:[0-9 \u00A0\u202F./‐‑–-]|\([0-9 ]+\))*\z")]
    private static partial Regex Written();

    [GeneratedRegex(@"[0-9)\s][;,#*]|[0-9)\s.,;](?:ext|extension|x|dw)\.?:?\s*[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex ExtensionText();

    [GeneratedRegex(@"[ \u00A0\u202F./‐‑–()-]")]
    private static partial Regex Separators();

    // The 0 that is said at home alone, as in +41 (0)79.
    [GeneratedRegex(@"^((?:\+|00)\s*[1-9][0-9 ]{0,4})\(0\)")]
    private static partial Regex OptionalZero();
}
