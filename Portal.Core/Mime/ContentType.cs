namespace Portal.Core.Mime;

/// <summary>A Content-Type or Content-Disposition value with its parameters (RFC 2045 §5.1, RFC 2183).</summary>
public sealed class ContentType
{
    /// <summary>How many parameters of a field are read.</summary>
    public const int MostParameters = 128;

    private readonly Dictionary<string, string> _parameters;

    private ContentType(string value, Dictionary<string, string> parameters)
    {
        Value = value;
        _parameters = parameters;
    }

    /// <summary>What applies where the field is missing or unreadable (RFC 2045 §5.2).</summary>
    public static ContentType Default { get; } = new("text/plain", []);

    /// <summary>The type and subtype, or the disposition, in lower case without parameters: <c>text/html</c>.</summary>
    public string Value { get; }

    /// <summary>The raw parameters by lower-case name, RFC 2231 continuations not yet put together.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>Whether there are more parameters than are read.</summary>
    public bool TooManyParameters { get; private init; }

    /// <summary>One parameter's value without its quotes, or null.</summary>
    public string? this[string name] => _parameters.GetValueOrDefault(name);

    /// <summary>A parameter's value as text for people: put together from its continuations and decoded (RFC 2231 §3, §4), or
    /// with its encoded words decoded, which RFC 2047 §5 forbids here and many write. Null where it is missing.</summary>
    public string? Text(string name) => ParameterText.Of(_parameters, name);

    /// <summary>Whether the type is the given one, or of the given family where <paramref name="type"/> ends in a slash.</summary>
    public bool Is(string type) => type.EndsWith('/')
        ? Value.StartsWith(type, StringComparison.Ordinal)
        : Value.Equals(type, StringComparison.Ordinal);

    /// <summary>Reads a field's value. Never fails; at most 128 parameters are read, the first of a name wins.</summary>
    public static ContentType Parse(string? field)
    {
        if (string.IsNullOrWhiteSpace(field))
        {
            return Default;
        }

        var reader = new ParameterReader(field);
        var value = reader.Value();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        while (reader.TryNext(out var name, out var text) && ++count <= MostParameters)
        {
            parameters.TryAdd(name, text);
        }

        return new ContentType(value.Length == 0 ? Default.Value : value, parameters) { TooManyParameters = count > MostParameters };
    }
}
