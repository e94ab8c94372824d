using Portal.Core.Mime;

namespace Portal.Core.Tests.Mime;

/// <summary>Outlines from short texts: <c>multipart/mixed(text/plain,image/png#,text/plain!)</c>, where # gives a Content-ID and
/// ! makes an attachment.</summary>
internal static class Shapes
{
    public static OutlinePart Read(string shape)
    {
        var (at, number) = (0, 0);
        return Part(shape, ref at, ref number);
    }

    private static OutlinePart Part(string shape, ref int at, ref int number)
    {
        var from = at;
        while (at < shape.Length && shape[at] is not ('(' or ')' or ','))
        {
            at++;
        }

        var type = shape[from..at];
        var own = number++;
        var children = new List<OutlinePart>();
        while (at < shape.Length && shape[at] is '(' || (children.Count > 0 && shape[at] == ','))
        {
            at++;
            children.Add(Part(shape, ref at, ref number));
        }

        at += children.Count > 0 ? 1 : 0;
        return new OutlinePart
        {
            Number = own,
            MediaType = type.TrimEnd('#', '!'),
            ContentId = type.EndsWith('#') ? $"id{own}" : null,
            Disposition = type.EndsWith('!') ? "attachment" : "",
            Boundary = children.Count > 0 ? "b" : null,
            Children = children,
        };
    }
}
