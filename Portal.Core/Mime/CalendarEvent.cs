namespace Portal.Core.Mime;

/// <summary>An appointment (RFC 5545 §3.6.1) as its sender wrote it. All texts are fit to be shown and may be empty.</summary>
public sealed record CalendarEvent
{
    /// <summary>What it is about.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Where.</summary>
    public string Location { get; init; } = "";

    /// <summary>More about it; may have line breaks.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who invites: name and address.</summary>
    public MailAddress? Organiser { get; init; }

    /// <summary>When it begins.</summary>
    public CalendarTime? Start { get; init; }

    /// <summary>When it ends; of whole days the last one.</summary>
    public CalendarTime? End { get; init; }

    /// <summary>Whether it comes again.</summary>
    public bool Repeats { get; init; }

    /// <summary>Whether it says of itself that it is cancelled.</summary>
    public bool Cancelled { get; init; }
}
