using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;

namespace Portal.Pages.Compose;

/// <summary>Where something is written, by what it is.</summary>
internal static partial class ComposePath
{
    /// <summary>Gives the one page that writes all its addresses.</summary>
    public static void Map(PageConventionCollection conventions)
    {
        foreach (var word in (string[])["reply", "reply-all", "forward"])
        {
            conventions.AddPageRoute("/Compose/Compose", $"/messages/{{id:guid}}/{word}");
        }
    }

    /// <summary>The page for one kind; without a message where there is none to answer.</summary>
    public static string Of(ReplyKind kind, Guid? message) => kind switch
    {
        ReplyKind.Reply => $"/messages/{message:N}/reply",
        ReplyKind.ReplyAll => $"/messages/{message:N}/reply-all",
        ReplyKind.Forward => $"/messages/{message:N}/forward",
        _ => "/compose",
    };

    /// <summary>The page of a draft.</summary>
    public static string Of(DraftContent draft, Guid id) => $"{Of(draft.Kind, draft.Answers)}?draft={id:N}";

    /// <summary>Whether something is written at that path.</summary>
    public static bool IsOne(string? path) => path is not null && Pattern().IsMatch(path);

    /// <summary>Which kind a request asks for.</summary>
    public static ReplyKind Kind(PathString path) => path.Value is not { } text ? ReplyKind.New
        : text.EndsWith("/reply", StringComparison.OrdinalIgnoreCase) ? ReplyKind.Reply
        : text.EndsWith("/reply-all", StringComparison.OrdinalIgnoreCase) ? ReplyKind.ReplyAll
        : text.EndsWith("/forward", StringComparison.OrdinalIgnoreCase) ? ReplyKind.Forward
        : ReplyKind.New;

    [GeneratedRegex("\\A(/compose|/messages/[0-9A-Fa-f-]{32,36}/(reply|reply-all|forward))\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
