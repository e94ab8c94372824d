namespace Portal.Core.Mime;

/// <summary>Goes through the parts of a message and sorts them.</summary>
internal sealed class BodyWalk
{
    private readonly List<OutlinePart> _html = [];
    private readonly List<OutlinePart> _text = [];
    private readonly List<Attachment> _attachments = [];
    private readonly Dictionary<string, OutlinePart> _inline = new(StringComparer.Ordinal);

    public BodySelection Selection() => new()
    {
        HtmlView = _html,
        TextView = _text,
        InlineById = _inline,
        Attachments = _attachments,
    };

    public void Part(OutlinePart part, bool isRoot = false)
    {
        if (part.Is("multipart/") && part.Children.Count > 0)
        {
            Multipart(part);
        }
        else if (IsText(part) && part.Disposition != "attachment" && (isRoot || part.FileName is null))
        {
            _html.Add(part);
            _text.Add(part);
        }
        else
        {
            Remember(part);
            _attachments.Add(new Attachment(part, AttachmentNames.Of(part)));
        }
    }

    // A multipart that could not be taken apart is text: better its raw lines than nothing.
    private static bool IsText(OutlinePart part) => part.Is("text/plain") || part.Is("text/html") || part.Is("multipart/");

    private static bool Holds(OutlinePart part, string type) => part.Disposition != "attachment"
        && (part.Is(type) || (part.Is("multipart/") && part.Children.Any(child => Holds(child, type))));

    private void Multipart(OutlinePart part)
    {
        switch (part.MediaType)
        {
            case "multipart/alternative":
                Alternative(part);
                break;
            case "multipart/related":
                Related(part);
                break;
            default:
                foreach (var child in part.Children)
                {
                    Part(child);
                }

                break;
        }
    }

    private void Alternative(OutlinePart part)
    {
        var rich = part.Children.LastOrDefault(child => Holds(child, "text/html"));
        var plain = part.Children.LastOrDefault(child => Holds(child, "text/plain") && child != rich);
        foreach (var child in part.Children)
        {
            if (child == rich || child == plain)
            {
                Shown(child, inHtml: child == (rich ?? plain), inText: child == (plain ?? rich));
            }
            else if (child.Is("multipart/"))
            {
                Shown(child, inHtml: false, inText: false); // its texts are another wording; its files are not
            }
            else if (child.Disposition == "attachment" || (!IsText(child) && !child.Is("text/x-amp-html") && !child.Is("text/watch-html")))
            {
                Part(child);
            }
        }
    }

    // What one alternative shows goes into one view, or both; its attachments and pictures are the mail's.
    private void Shown(OutlinePart child, bool inHtml, bool inText)
    {
        var (html, text) = (_html.Count, _text.Count);
        Part(child, isRoot: true);
        if (!inHtml)
        {
            _html.RemoveRange(html, _html.Count - html);
        }

        if (!inText)
        {
            _text.RemoveRange(text, _text.Count - text);
        }
    }

    private void Related(OutlinePart part)
    {
        var root = part.Children.FirstOrDefault(child => part.Start is not null && child.ContentId == part.Start) ?? part.Children[0];
        Part(root, isRoot: true);
        var hasHtml = Holds(root, "text/html");
        foreach (var child in part.Children.Where(child => child != root))
        {
            if (hasHtml && child.ContentId is not null && child.Is("image/") && child.Disposition != "attachment")
            {
                Remember(child);
            }
            else
            {
                Part(child);
            }
        }
    }

    private void Remember(OutlinePart part)
    {
        if (part.ContentId is not null && part.Is("image/"))
        {
            _inline.TryAdd(part.ContentId, part);
        }
    }
}
