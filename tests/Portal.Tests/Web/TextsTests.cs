using System.Text.RegularExpressions;
using System.Xml.Linq;
using Portal.Core.Accounts.Passwords;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>No page lacks a text, in no language, and no text lacks a page.</summary>
public sealed partial class TextsTests
{
    private static readonly string Portal = Path.Combine(Corpora.Root, "Portal");

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Portal, "Resources", file)).Descendants("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    [Fact]
    public void English_and_German_have_the_same_texts_with_the_same_places()
    {
        var english = Read("Texts.resx");
        var german = Read("Texts.de.resx");
        Assert.Equal(english.Keys, german.Keys);
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(german[text.Key])));
        Assert.All(english.Concat(german), text => Assert.False(string.IsNullOrWhiteSpace(text.Value)));
    }

    [Fact]
    public void German_is_not_left_in_English()
    {
        var same = Read("Texts.resx").Where(text => Read("Texts.de.resx")[text.Key] == text.Value).Select(text => text.Key);
        Assert.Equal(["Date.Weekday", "Language.de", "Language.en", "Message.Details", "Message.Original", "SignIns.Browser"], same.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_text_that_a_page_names_exists_and_every_one_that_exists_is_named()
    {
        var texts = Read("Texts.resx").Keys.ToHashSet();
        var sources = Directory.GetFiles(Portal, "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(source => Key().Matches(source)).Select(match => match.Groups[1].Value).Where(key => Group().IsMatch(key)).ToHashSet();
        var begun = sources.SelectMany(source => Begun().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal([], named.Except(texts));
        Assert.All(begun, start => Assert.Contains(texts, key => key.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal([], texts.Except(named).Where(key => !begun.Any(start => key.StartsWith(start, StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_kind_of_error_and_weakness_has_its_texts()
    {
        var texts = Read("Texts.resx");
        Assert.All(["Refused", "NotFound", "TooMany", "Busy", "Unforeseen"], kind =>
        {
            Assert.Contains($"Error.{kind}", texts);
            Assert.Contains($"Error.{kind}Title", texts);
        });
        Assert.All(Enum.GetNames<PasswordWeakness>(), weakness => Assert.Contains($"Register.Password{weakness}", texts));
        Assert.All(Enum.GetNames<PasswordLevel>(), level => Assert.Contains($"Password.Level{level}", texts));
        Assert.All(Enum.GetNames<PasswordAdvice>().Except([nameof(PasswordAdvice.None)]), advice => Assert.Contains($"Password.Advice{advice}", texts));
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    // "Inbox.Title", wherever it stands; what is none of ours is left out by its first word.
    [GeneratedRegex("(?<!\\$)\"([A-Z][A-Za-z]+\\.[A-Za-z]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("\\$\"([A-Z][A-Za-z]+\\.[A-Za-z]*)\\{")]
    private static partial Regex Begun();

    [GeneratedRegex("^("
        + "SessionEnd|Actions|Addresses|ChangePassword|Check|Code|Compose|ComposeEnded|Connect|Conversation|Data|Date|Delete|Discard|Drafts|Error|External|Factor|Folders|Forgotten|Form|Goodbye|Inbox|Keys|Language|Lasting|Layout|Locked|Mail|Mailbox|Message|NotForMe|Notice|Notices|Password|Phrase|Print|Profile|Proof|Question|Receipt|RecoveryCode|Register|Reset|ResetCode|Search|Second|Sent|Sessions|Settings|SignIn|SignInAgain|SignInMethod|SignIns|Stay|Unlock)\\.")]
    private static partial Regex Group();
}
