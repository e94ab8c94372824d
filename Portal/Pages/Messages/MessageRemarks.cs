using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>What of a mail cannot be seen on its page. Each is a text: <c>Message.Remark…</c>.</summary>
internal enum MessageRemark
{
    /// <summary>More texts than one page shows.</summary>
    TooManyTexts,

    /// <summary>More files inside of one part than are listed.</summary>
    TooManyFiles,

    /// <summary>A file in a text has no end.</summary>
    FileIncomplete,

    /// <summary>A winmail.dat that could not be unpacked.</summary>
    NotUnpacked,
}

/// <summary>Collects the remarks about one mail, each once.</summary>
internal sealed class MessageRemarks(Outline outline)
{
    private readonly List<string> _names = [.. outline.Remarks.Select(remark => remark.Kind.ToString())];

    /// <summary>Their names, in the order in which they were met.</summary>
    public IReadOnlyList<string> Names => _names;

    public void AddIf(bool applies, MessageRemark remark)
    {
        if (applies && !_names.Contains(remark.ToString()))
        {
            _names.Add(remark.ToString());
        }
    }
}
