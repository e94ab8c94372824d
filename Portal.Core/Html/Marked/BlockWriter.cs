using System.Globalization;

namespace Portal.Core.Html.Marked;

/// <summary>Writes the blocks of a marked text, line by line.</summary>
internal sealed class BlockWriter(MarkupWriter markup)
{
    private const string Fence = "```";

    private readonly InlineWriter _inline = new(markup);

    // A paragraph's lines end as they were typed: people do not know that a blank line is asked for.
    private string _open = "";
    private bool _item;

    public void Write(string text)
    {
        var fenced = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                fenced = !fenced;
                Become(fenced ? "pre" : "");
            }
            else if (fenced)
            {
                markup.Text(line + "\n");
            }
            else
            {
                WriteLine(line);
            }
        }

        Become("");
    }

    private void WriteLine(string line)
    {
        var words = line.Trim();
        if (line.StartsWith('>'))
        {
            Continue("blockquote");
            markup.Text(line[1..].TrimStart(' '));
        }
        else if (words.Length == 0)
        {
            Become("");
        }
        else if (Heading(words) is var level and > 0)
        {
            Become("h" + level.ToString(CultureInfo.InvariantCulture));
            _inline.Write(words[level..].Trim().TrimEnd('#').TrimEnd());
            Become("");
        }
        else if (Item(words) is var (list, rest))
        {
            Become(list, anew: _open != list);
            markup.Own(_item ? "</li><li>" : "<li>");
            _item = true;
            _inline.Write(rest);
        }
        else if (_open is "ul" or "ol" && line[0] is ' ' or '\t')
        {
            markup.Own("<br>");
            _inline.Write(words);
        }
        else
        {
            Continue("p");
            _inline.Write(words);
        }
    }

    // Further lines of the same block stand below each other.
    private void Continue(string name)
    {
        if (_open == name)
        {
            markup.Own("<br>");
        }
        else
        {
            Become(name);
        }
    }

    private void Become(string name, bool anew = true)
    {
        if (!anew)
        {
            return;
        }

        if (_item)
        {
            markup.Own("</li>");
            _item = false;
        }

        if (_open.Length > 0)
        {
            markup.Close(_open);
        }

        if (name.Length > 0)
        {
            markup.Open(name);
            markup.EndOpen();
        }

        _open = name;
    }

    private static int Heading(string words)
    {
        var level = words.AsSpan().IndexOfAnyExcept('#');
        return level is >= 1 and <= 3 && words[level] == ' ' ? level : 0;
    }

    private static (string List, string Words)? Item(string words)
    {
        if (words.Length > 2 && words[0] is '-' or '*' or '+' && words[1] == ' ')
        {
            return ("ul", words[2..].TrimStart());
        }

        var digits = words.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits is >= 1 and <= 3 && words.Length > digits + 2 && words[digits] is '.' or ')' && words[digits + 1] == ' '
            ? ("ol", words[(digits + 2)..].TrimStart())
            : null;
    }
}
