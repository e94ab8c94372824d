namespace Portal.Core.Tenants;

/// <summary>Whether a sender gets a mail that says for whom his message was stored.</summary>
public enum SentConfirmation
{
    /// <summary>Never.</summary>
    Off = 0,

    /// <summary>One for each message; machines get none.</summary>
    On = 1,
}
