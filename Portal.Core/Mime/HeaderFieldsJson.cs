using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Core.Mime;

/// <summary>Header fields as one flat array: name, value, name, value …</summary>
internal sealed class HeaderFieldsJson : JsonConverter<IReadOnlyList<HeaderField>>
{
    public override IReadOnlyList<HeaderField> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Header fields are an array.");
        }

        var fields = new List<HeaderField>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var name = reader.ValueIsEscaped || reader.ValueSpan.IsEmpty ? reader.GetString()! : FieldNames.Get(reader.ValueSpan);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                break;
            }

            fields.Add(new HeaderField(name, reader.GetString()!));
        }

        return reader.TokenType == JsonTokenType.EndArray ? fields : throw new JsonException("Header fields are pairs of texts.");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<HeaderField> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var field in value)
        {
            writer.WriteStringValue(field.Name);
            writer.WriteStringValue(field.Value);
        }

        writer.WriteEndArray();
    }
}
