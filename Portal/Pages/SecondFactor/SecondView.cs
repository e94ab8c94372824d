using Portal.Pages.Passkeys;

namespace Portal.Pages.SecondFactor;

/// <summary>What the page that asks for the second factor shows.</summary>
internal sealed record SecondView
{
    /// <summary>The way that is asked for, or null where none can be taken at the moment.</summary>
    public required SecondWay? Way { get; init; }

    /// <summary>The other ways there are.</summary>
    public required IEnumerable<SecondWay> Others { get; init; }

    /// <summary>The form for a passkey, or null.</summary>
    public PasskeyForm? Passkey { get; init; }

    /// <summary>The masked number to which a code was sent that is still good, or null.</summary>
    public string? SentTo { get; init; }

    /// <summary>The masked number to which codes go, or null.</summary>
    public string? Mobile { get; init; }

    /// <summary>Whether the person has set a number, and no SMS can be sent at the moment.</summary>
    public bool SmsStopped { get; init; }

    /// <summary>For how many days the person may choose not to be asked here; none where that is not offered.</summary>
    public int TrustDays { get; init; }
}
