using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>
/// A text with placeholders. They are replaced in one pass, each value encoded for where it stands, so that no value can bring another placeholder
/// or end the string, field or path that it stands in.
/// </summary>
internal static partial class SmsTemplate
{
    public const string Number = "number";
    public const string Digits = "digits";
    public const string Text = "text";
    public const string Id = "id";
    public const string Secret = "secret";

    private static readonly string[] Names = [Number, Digits, Text, Id, Secret];

    /// <summary>Replaces what is in curly brackets.</summary>
    /// <param name="template">The text.</param>
    /// <param name="values">Gives the value of a name.</param>
    /// <param name="encode">Makes a value fit for the place.</param>
    public static string Fill(string template, Func<string, string> values, Func<string, string> encode) =>
        Placeholder().Replace(template, match => encode(values(match.Groups[1].Value)));

    /// <summary>The names in a template that mean something.</summary>
    public static IReadOnlySet<string> NamesIn(string template) =>
        Placeholder().Matches(template).Select(match => match.Groups[1].Value).Where(Names.Contains).ToHashSet();

    /// <summary>The first name in a template that means nothing; null where there is none.</summary>
    public static string? Stranger(string template) =>
        Placeholder().Matches(template).Select(match => match.Groups[1].Value).FirstOrDefault(name => !Names.Contains(name));

    /// <summary>For within a string of JSON (RFC 8259 section 7).</summary>
    public static string ForJson(string value) => JsonEncodedText.Encode(value).Value;

    /// <summary>For within a component of an address or a form (RFC 3986 section 2.4).</summary>
    public static string ForUrl(string value) => Uri.EscapeDataString(value);

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
