using System.Text.RegularExpressions;
using Portal.Core.Messages.Replies;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>What the name of a file may become on its way through the portal.</summary>
internal static class CleanedName
{
    public static void Check(string chosen, string name)
    {
        Assert.True(name.Length is > 0 and <= 260 && !name.AsSpan().ContainsAny("/\\"), name);
        Assert.DoesNotContain(name, char.IsControl);
        if (IsHarmless(chosen))
        {
            Assert.Equal(chosen, name);
        }
        else if (LineText.IsPlain(chosen) && Path.GetExtension(chosen.Replace('\\', '/')) is { Length: > 1 and <= 20 } extension && extension == extension.TrimEnd())
        {
            Assert.EndsWith(extension, name, StringComparison.Ordinal);
        }
    }

    // Only such names may be changed that are a path, end in what Windows drops, are too long for a disk, hold what nobody sees, or are a device there.
    private static bool IsHarmless(string name) =>
        LineText.IsPlain(name) && !name.AsSpan().ContainsAny("/\\\u200B\u2060") && name == name.Trim().TrimEnd('.') && name.Length is > 0 and <= 200
        && !Regex.IsMatch(name, @"^([A-Za-z]:|(CON|PRN|AUX|NUL|COM\d|LPT\d)\s*(\.|$))", RegexOptions.IgnoreCase);
}
