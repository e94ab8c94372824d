using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>What a whole mail is called as a file.</summary>
internal static class FileNames
{
    private const int LongestName = 80;

    /// <summary>The subject, as far as every file system takes it; without an extension.</summary>
    public static string Of(Outline outline)
    {
        var subject = HeaderText.Decode(outline.Header("Subject") ?? "");
        var name = string.Concat(subject.Take(LongestName).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : ' '));
        name = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 0 ? name : "message";
    }
}
