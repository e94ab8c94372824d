namespace Portal.Core.Tenants;

/// <summary>Whether a sender who asks for a receipt gets one.</summary>
public enum ReceiptPolicy
{
    /// <summary>When the recipient opens the message; the page says so.</summary>
    On = 0,

    /// <summary>Never.</summary>
    Off = 1,

    /// <summary>When the recipient says yes.</summary>
    Ask = 2,
}
