using System.Text;
using System.Text.Unicode;

namespace Portal.Core.Mime;

/// <summary>The header fields of one MIME entity (RFC 5322 §2.2), in the order they stood.</summary>
public sealed class HeaderBlock
{
    private const int LongestName = 1000;

    private readonly List<HeaderField> _fields;

    private HeaderBlock(List<HeaderField> fields) => _fields = fields;

    /// <summary>All fields in order.</summary>
    public IReadOnlyList<HeaderField> Fields => _fields;

    /// <summary>The value of the first field with that name, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
            {
                if (field.Is(name))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }

    /// <summary>How many fields have that name.</summary>
    public int Count(string name) => _fields.Count(f => f.Is(name));

    /// <summary>Reads a header block. Never fails: a line that is no field is dropped, as mail readers do.</summary>
    /// <param name="block">The bytes up to and, if there is one, including the empty line. Lines end in CRLF or LF.</param>
    public static HeaderBlock Parse(ReadOnlySpan<byte> block)
    {
        var fields = new List<HeaderField>();
        while (!block.IsEmpty)
        {
            var field = TakeField(ref block);
            if (field.IsEmpty)
            {
                break;
            }

            Add(fields, field);
        }

        return new HeaderBlock(fields);
    }

    /// <summary>The name of the field that begins with this line; empty where the line is no field (RFC 5322 §2.2, with the
    /// white space before the colon of §4.5).</summary>
    internal static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> line)
    {
        var colon = line[..Math.Min(line.Length, LongestName)].IndexOf((byte)':');
        if (colon <= 0)
        {
            return default;
        }

        var name = line[..colon].TrimEnd(" \t"u8);
        return name.ContainsAnyExceptInRange((byte)33, (byte)126) ? default : name;
    }

    // Takes one field with its folded lines (RFC 5322 §2.2.3): a line that begins with white space goes on.
    private static ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> block)
    {
        var end = 0;
        do
        {
            var newline = block[end..].IndexOf((byte)'\n');
            if (newline < 0)
            {
                end = block.Length;
                break;
            }

            var empty = newline == 0 || (newline == 1 && block[end] == '\r');
            end += newline + 1;
            if (empty)
            {
                break;
            }
        }
        while (end < block.Length && block[end] is (byte)' ' or (byte)'\t');

        var field = block[..end];
        block = block[end..];
        return field.TrimEnd("\r\n"u8);
    }

    private static void Add(List<HeaderField> fields, ReadOnlySpan<byte> field)
    {
        var name = NameOf(field);
        if (!name.IsEmpty)
        {
            var value = field[(field.IndexOf((byte)':') + 1)..];
            fields.Add(new HeaderField(FieldNames.Get(name), Unfold(Text(value.Trim(" \t"u8)))));
        }
    }

    /// <summary>UTF-8 where the bytes are UTF-8 (RFC 6532), else Windows-1252.</summary>
    internal static string Text(ReadOnlySpan<byte> value) =>
        (Utf8.IsValid(value) ? Encoding.UTF8 : Charsets.Windows1252).GetString(value);

    private static string Unfold(string value) => value.AsSpan().ContainsAny('\r', '\n')
        ? value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim(' ', '\t')
        : value;
}
