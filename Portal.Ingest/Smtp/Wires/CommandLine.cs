using System.Text;
using System.Text.Unicode;

namespace Portal.Ingest.Smtp.Wires;

/// <summary>One line of the conversation without its CRLF, or why it is none.</summary>
internal readonly record struct CommandLine(string Text, Reply? Fault)
{
    public ReadOnlySpan<char> Verb => Space < 0 ? Text : Text.AsSpan(0, Space);

    /// <summary>What follows the verb; white space at the end of a line is tolerated (RFC 5321 §4.1.1).</summary>
    public string Argument => Space < 0 ? "" : Text[(Space + 1)..].TrimEnd(' ');

    private int Space => Text.IndexOf(' ', StringComparison.Ordinal);

    /// <summary>Reads the bytes before LF.</summary>
    /// <exception cref="HangUpException">A bare CR or LF: where this peer's lines end is anybody's guess, so nothing more is read from it.</exception>
    public static CommandLine Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf((byte)'\r') != bytes.Length - 1 || bytes.IsEmpty)
        {
            throw new HangUpException(Reply.BareLineEnd);
        }

        bytes = bytes[..^1];
        var clean = bytes.IndexOfAnyInRange((byte)0, (byte)0x1f) < 0 && !bytes.Contains((byte)0x7f) && Utf8.IsValid(bytes);
        return clean ? new CommandLine(Encoding.UTF8.GetString(bytes), null) : new CommandLine("", Reply.BadCharacters);
    }
}
