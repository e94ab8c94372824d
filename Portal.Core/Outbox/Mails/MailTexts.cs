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
    private readonly TimeZoneInfo? _zone;

    private MailTexts(string language, TimeZoneInfo? zone = null) => (_culture, _zone) = (CultureInfo.GetCultureInfo(language), zone);

    /// <summary>The language's code, for Content-Language and the HTML.</summary>
    public string Language => _culture.Name;

    /// <summary>A text by its key, its placeholders filled.</summary>
    public string this[string key, params object[] values] => string.Format(_culture, Plain(key), values);

    /// <summary>The texts in the first of the two languages that there are texts in, with times in the zone; without one, in UTC.</summary>
    public static MailTexts In(string wanted, string otherwise, TimeZoneInfo? zone = null)
    {
        var texts = Known(wanted) ?? Known(otherwise) ?? English;
        return zone is null ? texts : new MailTexts(texts.Language, zone);
    }

    /// <summary>A moment, as people read it, with the name of its time zone: a mail is read anywhere.</summary>
    public string Moment(DateTimeOffset moment) => _zone is null
        ? $"{moment.UtcDateTime.ToString(Plain("Moment"), _culture)} UTC"
        : $"{TimeZoneInfo.ConvertTime(moment, _zone).ToString(Plain("Moment"), _culture)} ({_zone.Id})";

    private static MailTexts? Known(string language) => language.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "en" => English,
        "de" => German,
        _ => null,
    };

    private string Plain(string key) => Texts.GetString(key, _culture) ?? throw new MissingManifestResourceException(key);
}
