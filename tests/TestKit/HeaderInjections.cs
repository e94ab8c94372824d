namespace TestKit;

/// <summary>Texts that would be more than one line, or other than they look, in a header field (threat C11).</summary>
public static class HeaderInjections
{
    /// <summary>What ends a line, hides or turns text: put behind something harmless.</summary>
    public static IReadOnlyList<string> Endings { get; } =
    [
        "\r\nBcc: x@elsewhere.example", "\nBcc: x@elsewhere.example", "\rBcc: x@elsewhere.example", "\0", "\u0085Bcc: x@y.z", "\u2028Bcc: x@y.z", "\u2029", "\u000B", "\u000C",
        "\u001B[2J", "\u007F", "\u202Ecod", "\u2066x", "\u200F", "\uFEFF",
    ];

    /// <summary>What only looks so, and has to arrive as it was written.</summary>
    public static IReadOnlyList<string> Harmless { get; } =
    [
        "%0d%0aBcc: x@elsewhere.example", "=?utf-8?Q?=0D=0ABcc=3A_x?=", "\\r\\nBcc: x", "&#13;&#10;Bcc: x", "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>",
    ];
}
