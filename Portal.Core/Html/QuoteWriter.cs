namespace Portal.Core.Html;

/// <summary>Writes lines of text as nested blocks of quotes.</summary>
internal sealed class QuoteWriter(MarkupWriter markup)
{
    public void Write(IEnumerable<TextLine> lines)
    {
        var links = new TextLinks(markup);
        var depth = 0;
        var isFirst = true;
        foreach (var line in lines)
        {
            if (line.Depth == depth && !isFirst)
            {
                markup.Own("\n");
            }

            for (; depth < line.Depth; depth++)
            {
                markup.Own("<blockquote>");
            }

            for (; depth > line.Depth; depth--)
            {
                markup.Own("</blockquote>");
            }

            links.Write(line.Text);
            isFirst = false;
        }

        for (; depth > 0; depth--)
        {
            markup.Own("</blockquote>");
        }
    }
}
