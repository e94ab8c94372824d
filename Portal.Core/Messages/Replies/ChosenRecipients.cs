using Portal.Core.Mime;

namespace Portal.Core.Messages.Replies;

/// <summary>Recipients that a person named, or what is wrong with them.</summary>
public sealed record ChosenRecipients
{
    /// <summary>How many a person may name.</summary>
    public const int Most = 50;

    /// <summary>The addresses; empty where there is a fault.</summary>
    public IReadOnlyList<MailAddress> Addresses { get; init; } = [];

    /// <summary>The first fault, or null.</summary>
    public AddressFault? Fault { get; init; }

    /// <summary>The address that it is in, as it can be shown; empty where it is in none.</summary>
    public string Text { get; init; } = "";

    internal static ChosenRecipients Wrong(AddressFault fault, string text) => new() { Fault = fault, Text = DisplayText.Cut(DisplayText.Clean(text, alsoMarks: true), 100) };

    // Bare addresses only: a name that somebody types could say anything.
    internal static ChosenRecipients Read(string typed)
    {
        if (!LineText.IsPlain(typed))
        {
            return Wrong(AddressFault.Control, typed);
        }

        var words = typed.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > Most)
        {
            return Wrong(AddressFault.TooMany, "");
        }

        var addresses = new List<MailAddress>(words.Length);
        foreach (var word in words)
        {
            // A percent sign before the @ routes mail on, on some old servers; encoded line breaks hide behind it, too.
            if (LookAlike.IsIn(word))
            {
                return Wrong(AddressFault.LookAlike, word);
            }

            if (!AddressList.TryParseAddrSpec(word, out var address) || address.AsSpan().ContainsAny("%!\""))
            {
                return Wrong(AddressFault.NotAnAddress, word);
            }

            addresses.Add(new MailAddress("", address));
        }

        return new ChosenRecipients { Addresses = addresses };
    }
}
