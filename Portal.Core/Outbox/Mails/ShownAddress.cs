using System.Text;

namespace Portal.Core.Outbox.Mails;

/// <summary>A mail address as it stands in a mail of ours: readable, and unable to be anything else than one address.</summary>
internal static class ShownAddress
{
    private const int Longest = 254;

    /// <returns>The address; what would not stand in a common address is an underscore.</returns>
    public static string Of(string address)
    {
        var plain = ShownName.Plain(address);
        var at = plain.LastIndexOf('@');
        var shown = new StringBuilder(plain.Length);
        foreach (var (index, letter) in plain.Index())
        {
            shown.Append(index == at || IsCommon(letter) ? letter : '_');
        }

        return shown.Length > Longest ? shown.ToString(0, Longest) : shown.ToString();
    }

    private static bool IsCommon(char letter) =>
        char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || "!#$%&'*+-.=?^_`{|}~".Contains(letter, StringComparison.Ordinal);
}
