using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

/// <summary>What holds for the outline of every sequence of bytes.</summary>
internal static class Invariants
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("/\\\0\r\n\u202E");

    public static async Task Hold(byte[] mail, Outline outline)
    {
        Assert.Equal(mail.Length, outline.Length);
        Assert.InRange(outline.MessageStart, 0, mail.Length);
        var parts = Mails.Parts(outline.Root).ToList();
        Assert.Equal(Enumerable.Range(0, parts.Count), parts.Select(part => part.Number));
        foreach (var part in parts)
        {
            Lies(part, mail.Length);
            Assert.Same(part, outline.Part(part.Number));
            Assert.Equal(part.DecodedLength, (await Mails.Content(mail, part)).Length);
            await PartContent.ReadTextAsync(new MemoryStream(mail), part, 1000, CancellationToken.None);
            Assert.True(part.FileName is null || part.FileName.Length is > 0 and <= 255 && !part.FileName.AsSpan().ContainsAny(Forbidden));
        }

        Shown(outline, parts);
        Assert.Equal(MessageSummary.Of(outline), MessageSummary.FromBytes(MessageSummary.Of(outline).ToBytes()));
    }

    private static void Lies(OutlinePart part, long length)
    {
        Assert.InRange(part.HeaderStart, 0, part.BodyStart);
        Assert.InRange(part.BodyStart + part.BodyLength, part.BodyStart, length);
        var from = part.BodyStart;
        foreach (var child in part.Children)
        {
            Assert.InRange(child.HeaderStart, from, part.BodyStart + part.BodyLength);
            from = child.BodyStart + child.BodyLength;
            Assert.InRange(from, child.HeaderStart, part.BodyStart + part.BodyLength);
        }
    }

    // Every leaf outside of nested messages is shown, listed, or a picture for HTML; nothing is shown that is also listed.
    private static void Shown(Outline outline, List<OutlinePart> parts)
    {
        var selection = BodySelection.Of(outline);
        var shown = selection.HtmlView.Concat(selection.TextView).Select(part => part.Number).ToHashSet();
        var listed = selection.Attachments.Select(attachment => attachment.Part.Number).ToList();
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.DoesNotContain(listed, shown.Contains);
        Assert.True(parts.Count > 1 || shown.Count + listed.Count == 1);
    }
}
