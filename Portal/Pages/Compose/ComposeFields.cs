using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;

namespace Portal.Pages.Compose;

/// <summary>The texts of the form. There are no others: a field that the page does not have is refused with the whole form.</summary>
internal sealed record ComposeFields
{
    public string To { get; init; } = "";

    public IReadOnlyList<string> Offered { get; init; } = [];

    public string Subject { get; init; } = "";

    public string Text { get; init; } = "";

    public string From { get; init; } = "";

    public bool CopyToMe { get; init; }

    public bool WithFiles { get; init; }

    /// <summary>Reads them, or gives null where there is one too many.</summary>
    public static ComposeFields? Of(IReadOnlyList<(string Name, string Value)> fields)
    {
        var read = new ComposeFields { Offered = [.. fields.Where(f => f.Name == "offered").Select(f => f.Value)] };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields.Where(f => f.Name != "offered"))
        {
            var next = name switch
            {
                "to" => read with { To = value },
                "subject" => read with { Subject = value },
                "text" => read with { Text = value.ReplaceLineEndings("\n") },
                "from" => read with { From = value },
                "copy" => read with { CopyToMe = value == "yes" },
                "withFiles" => read with { WithFiles = value == "yes" },
                _ => null,
            };
            if (next is null || !seen.Add(name))
            {
                return null;
            }

            read = next;
        }

        return read;
    }

    /// <summary>As a draft keeps them.</summary>
    public DraftContent ToContent(ReplyKind kind, Guid? answers) => new()
    {
        Kind = kind,
        Answers = answers,
        To = To,
        Offered = Offered,
        Subject = Subject,
        Text = Text,
        CopyToMe = CopyToMe,
        WithFiles = WithFiles,
    };
}
