namespace Portal.Core.Mime;

/// <summary>What a calendar in a mail wants (RFC 5546 §1.4).</summary>
public enum CalendarMethod
{
    /// <summary>Nothing: it tells of appointments.</summary>
    Publish,

    /// <summary>It invites, or changes what it invited to.</summary>
    Request,

    /// <summary>It answers an invitation.</summary>
    Reply,

    /// <summary>It calls an appointment off.</summary>
    Cancel,
}

/// <summary>The appointments in a calendar that came with a mail (RFC 5545, RFC 6047).</summary>
/// <param name="Method">What it wants.</param>
/// <param name="Events">The appointments, in their order.</param>
/// <param name="TooMany">Whether there are more than are given.</param>
public sealed record CalendarInvitation(CalendarMethod Method, IReadOnlyList<CalendarEvent> Events, bool TooMany)
{
    private const int MostChars = 512 * 1024;

    /// <summary>Whether the part is a calendar.</summary>
    public static bool Is(OutlinePart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.Is("text/calendar") || part.Is("application/ics");
    }

    /// <summary>Reads a calendar, up to half a million characters and 20 appointments.</summary>
    /// <param name="message">All stored bytes, seekable. Stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="ct">Cancels between two reads.</param>
    /// <returns>Null where no appointment is found.</returns>
    public static async ValueTask<CalendarInvitation?> ReadAsync(Stream message, OutlinePart part, CancellationToken ct)
    {
        // RFC 5545 §3.1.4: UTF-8 unless the part says something else.
        var text = await PartContent.ReadTextAsync(message, part, MostChars, ct).ConfigureAwait(false);
        return Parse(text);
    }

    /// <summary>Reads a calendar's text. Never fails; linear.</summary>
    public static CalendarInvitation? Parse(string calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var reader = new CalendarReader();
        foreach (var line in CalendarLine.Read(calendar))
        {
            reader.Take(line);
        }

        return reader.Invitation();
    }
}
