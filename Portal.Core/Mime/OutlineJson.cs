using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Core.Mime;

/// <summary>The stored form of an outline: compact JSON in UTF-8. Fields may be added; readers pass over what they do not know.</summary>
public static class OutlineJson
{
    /// <summary>Writes an outline. The steering fields are left out: they are removed before storing.</summary>
    public static byte[] ToBytes(Outline outline) => JsonSerializer.SerializeToUtf8Bytes(outline, OutlineJsonContext.Compact.Outline);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no outline.</exception>
    public static Outline FromBytes(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, OutlineJsonContext.Compact.Outline) ?? throw new JsonException("The outline is null.");
}

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Outline))]
internal sealed partial class OutlineJsonContext : JsonSerializerContext
{
    // Each nested part is an object in an array: twice the depth of the message, and some.
    public static OutlineJsonContext Compact { get; } = new(new JsonSerializerOptions
    {
        MaxDepth = 512,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // stored sealed, never in a page
    });
}
