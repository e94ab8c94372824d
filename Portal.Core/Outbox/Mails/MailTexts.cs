using System.Globalization;
using System.Resources;

namespace Portal.Core.Outbox.Mails;

/// <summary>The mails' texts in one language.</summary>
internal sealed class MailTexts
{
    private static readonly ResourceManager Texts = new("Portal.Core.Outbox.Resources.MailTexts", typeof(MailTexts).Assembly);
    private static readonly MailTexts English = new("en");
    private static readonly MailTexts German = new("de");

    private readonly CultureInfo _culture;

    private MailTexts(string language) => _culture = CultureInfo.GetCultureInfo(language);

    /// <summary>The language's code, for Content-Language and the HTML.</summary>
    public string Language => _culture.Name;

    /// <summary>A text by its key, its placeholders filled.</summary>
    public string this[string key, params object[] values] => string.Format(_culture, Plain(key), values);

    /// <summary>The texts in the first of the two languages that there are texts in.</summary>
    public static MailTexts In(string wanted, string otherwise) => Known(wanted) ?? Known(otherwise) ?? English;

    /// <summary>A moment, as people read it; UTC, because the portal knows nobody's place.</summary>
    public string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString(Plain("Moment"), _culture);

    private static MailTexts? Known(string language) => language.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "en" => English,
        "de" => German,
        _ => null,
    };

    private string Plain(string key) => Texts.GetString(key, _culture) ?? throw new MissingManifestResourceException(key);
}
