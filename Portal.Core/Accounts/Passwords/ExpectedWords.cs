using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// The words that somebody who knows the person or the portal tries first (NIST SP 800-63B-4 §3.1.1.2: context-specific words). They may
/// stand in a password, but what is left without them must still be one.
/// </summary>
public sealed partial class ExpectedWords(TenantCatalog tenants, IOptions<PortalOptions> portal)
{
    private const int ShortestWord = 4;
    private const int LeastLeft = 8;
    private static readonly string[] Trade = ["webmail", "secure", "sicher", "mail", "email", "portal", "password", "passwort", "kennwort"];

    /// <summary>All of them.</summary>
    public IEnumerable<string> Of(PasswordOwner owner) => [.. OfPerson(owner), .. OfPortal(owner.Tenant)];

    /// <summary>Whether the password is little more than such words, and whose they are; or null.</summary>
    internal PasswordWeakness? Check(string password, PasswordOwner owner)
    {
        var personal = Keys(OfPerson(owner));
        var left = PasswordKeys.Fold(password);
        var (ofPerson, ofPortal) = (false, false);
        foreach (var word in personal.Union(Keys(OfPortal(owner.Tenant))).OrderByDescending(word => word.Length))
        {
            var shorter = left.Replace(word, "", StringComparison.Ordinal);
            var found = shorter.Length < left.Length;
            ofPerson |= found && personal.Contains(word);
            ofPortal |= found && !personal.Contains(word);
            left = shorter;
        }

        var isEnough = (!ofPerson && !ofPortal)
            || (left.Length + password.EnumerateRunes().Count(rune => rune.Value > 0xFFFF) >= LeastLeft && !PasswordBlocklist.Contains(left));
        return isEnough ? null : ofPerson ? PasswordWeakness.LikeAddressOrName : PasswordWeakness.LikePortal;
    }

    private static IEnumerable<string> OfPerson(PasswordOwner owner) =>
        [.. OfAddress(owner.Address), .. owner.OtherAddresses.SelectMany(OfAddress), .. Parts(owner.Name)];

    private static IEnumerable<string> OfAddress(string address)
    {
        var at = address.LastIndexOf('@');
        return [address, .. Parts(address[..Math.Max(at, 0)]), .. Labels(address[(at + 1)..])];
    }

    private IEnumerable<string> OfPortal(string tenant) =>
        [.. Parts(tenants[tenant].DisplayName), .. Labels(portal.Value.PublicUrl.IdnHost), .. Trade];

    private static IEnumerable<string> Parts(string text) => [text, .. NoWord().Split(text)];

    // The top-level domain is a word like any other.
    private static IEnumerable<string> Labels(string host) => [host, .. host.Split('.')[..^1]];

    private static HashSet<string> Keys(IEnumerable<string> words) =>
        [.. words.Select(PasswordKeys.Fold).Where(word => word.Length >= ShortestWord)];

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex NoWord();
}
