using System.Xml.Linq;
using Portal.Core.Mime;

namespace Portal.Core.Tests.Mime;

/// <summary>mime4j's expected structures and our outlines, both as one text that can be compared.</summary>
internal static class Expected
{
    public static string Shape(string messageFile)
    {
        var xml = XDocument.Load(messageFile[..^4] + "_decoded.xml", LoadOptions.PreserveWhitespace);
        var fields = xml.Root!.Element("header")!.Elements("field").Select(field => FieldName(field.Value));
        return $"{string.Join(',', fields)}\n{Body(xml.Root)}";
    }

    public static string Shape(Outline outline) => $"{string.Join(',', outline.Headers.Select(field => field.Name))}\n{Body(outline.Root)}";

    /// <summary>The names of the header fields of each part, in the order of the parts.</summary>
    public static IEnumerable<string> PartFields(string messageFile) =>
        XDocument.Load(messageFile[..^4] + "_decoded.xml", LoadOptions.PreserveWhitespace).Descendants("body-part")
            .Where(part => !part.Ancestors("message").Any(IsEncoded))
            .Select(part => string.Join(',', part.Element("header")!.Elements("field").Select(field => FieldName(field.Value))));

    private static bool IsEncoded(XElement message) => message.Parent?.Element("header")?.Elements("field")
        .Any(field => field.Value.Contains("Encoding: base64", StringComparison.OrdinalIgnoreCase)) == true;

    private static string FieldName(string field) => field.TrimStart('\n').Split(':')[0].TrimEnd();

    private static string Body(XElement entity)
    {
        if (entity.Element("multipart") is { } multipart)
        {
            return $"multipart[{string.Join(' ', multipart.Elements("body-part").Select(Body))}]";
        }

        if (entity.Element("message") is { } message)
        {
            // A message with a transfer encoding (which RFC 2046 forbids) is taken apart there, and is a file here.
            var encoded = entity.Element("header")!.Elements("field").Any(field => field.Value.Contains("Encoding: base64", StringComparison.OrdinalIgnoreCase));
            return encoded ? "binary" : $"message[{Body(message)}]";
        }

        return entity.Element("text-body") is null ? "binary" : "text";
    }

    private static string Body(OutlinePart part)
    {
        var children = string.Join(' ', part.Children.Select(Body));
        return part.Boundary is not null ? $"multipart[{children}]"
            : part.Children.Count > 0 ? $"message[{children}]"
            : part.Is("text/") ? "text" : "binary";
    }
}
